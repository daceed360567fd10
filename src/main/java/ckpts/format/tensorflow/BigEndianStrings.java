package ckpts.format.tensorflow;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A string tensor of a big-endian bundle in the encoding of a little-endian one: only the CRC of the lengths differs,
 * both in how it is stored and in what it runs over.
 */
final class BigEndianStrings implements Tensor {
    private static final int BUFFER = 1 << 12;

    private final TensorType type;
    private final Tensor stored;

    /** @param stored the stream as it lies in the file, as {@code uint8} */
    BigEndianStrings(TensorType type, Tensor stored) {
        this.type = type;
        this.stored = stored;
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(stored);
    }

    @Override
    public String describe() {
        return "strings with a checksum from big-endian lengths";
    }

    @Override
    public long byteSize() {
        return stored.byteSize();
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        TensorReader in = stored.open(scratch);
        long strings = type.shape().elementCount();
        StringChecksum crc = new StringChecksum.Start(strings, false).get();
        try (Scratch.Lease buffer = scratch.lease(BUFFER)) {
            StringStream stream = StringStream.read(in, byteSize(), strings, buffer.buffer(), crc::length);
            return new Reader(in, stream.crcStart(), crc.value());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static final class Reader implements TensorReader {
        private final TensorReader in;
        private final long crcStart;
        private final ByteBuffer crc =
                ByteBuffer.allocate(StringStream.CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        private Reader(TensorReader in, long crcStart, int crc) {
            this.in = in;
            this.crcStart = crcStart;
            this.crc.putInt(crc);
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            int begin = target.position();
            in.read(position, target);
            for (int i = 0; i < StringStream.CRC_BYTES; i++) {
                long at = crcStart + i - position;
                if (at >= 0 && at < target.position() - begin) {
                    target.put(begin + (int) at, crc.get(i));
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
