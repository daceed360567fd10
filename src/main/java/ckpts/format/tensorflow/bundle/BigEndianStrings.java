package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A string tensor of a big-endian bundle in the encoding of a little-endian one: only the CRC of the lengths differs,
 * both in its storage and in its input.
 */
public final class BigEndianStrings extends FromBigEndian {
    private static final int BUFFER = 1 << 12;

    /** @param stored the stream as stored in the file, as {@code uint8} */
    public BigEndianStrings(TensorType type, Tensor stored) {
        super(type, stored);
    }

    @Override
    public String describe() {
        return "strings with a checksum from big-endian lengths";
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        TensorReader in = stored().open(scratch);
        try {
            return new Reader(in, scratch.lease(BUFFER));
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Computes the checksum of the lengths at the first read. */
    private final class Reader implements TensorReader {
        private final TensorReader in;
        private final Scratch.Lease buffer;
        private final ByteBuffer crc =
                ByteBuffer.allocate(StringStream.CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private long crcStart = -1;

        private Reader(TensorReader in, Scratch.Lease buffer) {
            this.in = in;
            this.buffer = buffer;
        }

        private void summarize() throws IOException {
            long strings = type().shape().elementCount();
            StringChecksum lengths = new StringChecksum.Start(strings, false).get();
            crcStart = StringStream.read(in, byteSize(), strings, buffer.buffer(), lengths::length)
                    .crcStart();
            crc.putInt(0, lengths.value());
            buffer.close();
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            if (crcStart < 0) {
                summarize();
            }
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
            buffer.close();
            in.close();
        }
    }
}
