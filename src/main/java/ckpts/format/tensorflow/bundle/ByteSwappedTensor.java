package ckpts.format.tensorflow.bundle;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A tensor whose elements are stored in big-endian order; for complex ones, each part is. */
public final class ByteSwappedTensor extends FromBigEndian {
    private final int width;

    /**
     * @param type a type of fixed width
     * @param stored the bytes as stored in the file, as {@code uint8}
     */
    public ByteSwappedTensor(TensorType type, Tensor stored) {
        super(type, stored);
        this.width = type.dtype().kind() == DType.Kind.COMPLEX
                ? type.dtype().width() / 2
                : type.dtype().width();
    }

    @Override
    public String describe() {
        return type().dtype() + " from big-endian bytes";
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return new Reader(stored().open(scratch));
    }

    private final class Reader implements TensorReader {
        private final TensorReader in;
        private final ByteBuffer one = ByteBuffer.allocate(width);

        private Reader(TensorReader in) {
            this.in = in;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            TensorReader.requireRange(position, target.remaining(), byteSize());
            long from = position;
            if (from % width != 0) {
                from += part(from, target);
            }
            int whole = target.remaining() / width * width;
            int limit = target.limit();
            int begin = target.position();
            in.read(from, target.limit(begin + whole));
            for (int at = begin; at < begin + whole; at += width) {
                swap(target, at);
            }
            target.limit(limit);
            if (target.hasRemaining()) {
                part(from + whole, target);
            }
        }

        /** Copies the requested bytes of one element; returns their number. */
        private int part(long position, ByteBuffer target) throws IOException {
            int skipped = (int) (position % width);
            in.read(position - skipped, one.clear());
            swap(one, 0);
            int taken = Math.min(width - skipped, target.remaining());
            target.put(one.limit(skipped + taken).position(skipped));
            return taken;
        }

        private void swap(ByteBuffer bytes, int at) {
            for (int low = at, high = at + width - 1; low < high; low++, high--) {
                byte swapped = bytes.get(low);
                bytes.put(low, bytes.get(high));
                bytes.put(high, swapped);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
