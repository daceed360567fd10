package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Tensors one after the other along an axis. */
public final class Concat implements Tensor {
    private final List<Tensor> parts;
    private final int axis;
    private final TensorType type;

    private Concat(List<Tensor> parts, int axis, TensorType type) {
        this.parts = parts;
        this.axis = axis;
        this.type = type;
    }

    /**
     * @param parts one or more, of one element type, and of equal sizes but for the axis
     * @throws TensorTypeException if they are not
     */
    public static Tensor of(List<Tensor> parts, int axis) {
        TensorType first = parts.get(0).type();
        Moves.requireFixedWidth(first, "concat");
        Moves.requireAxis(first, axis, "concat");
        long size = 0;
        for (Tensor part : parts) {
            TensorType other = part.type();
            if (other.dtype() != first.dtype()) {
                throw new TensorTypeException("cannot concat " + first + " and " + other + ": cast one of them");
            }
            if (other.shape().rank() != first.shape().rank()
                    || !other.shape().with(axis, first.shape().dimension(axis)).equals(first.shape())) {
                throw new TensorTypeException("cannot concat " + first + " and " + other + " on axis " + axis
                        + ": all other sizes must be equal");
            }
            size = Math.addExact(size, other.shape().dimension(axis));
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return new Concat(
                List.copyOf(parts),
                axis,
                new TensorType(first.dtype(), first.shape().with(axis, size)));
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return parts;
    }

    @Override
    public String describe() {
        return "concat of " + parts.size() + " on axis " + axis;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return Holdings.open(scratch, Reader::new);
    }

    private final class Reader extends ElementReader {
        private final int width = type.dtype().width();
        /** Where each part's stretch of a row begins, in elements; one entry more than parts. */
        private final long[] starts = new long[parts.size() + 1];

        private final Window[] windows = new Window[parts.size()];

        Reader(Holdings holdings) throws IOException {
            super(holdings, type, 1 << 20);
            long inner = 1;
            for (int i = axis + 1; i < type.shape().rank(); i++) {
                inner *= type.shape().dimension(i);
            }
            for (int i = 0; i < windows.length; i++) {
                Tensor part = parts.get(i);
                long stretch = part.type().shape().dimension(axis) * inner;
                starts[i + 1] = starts[i] + stretch;
                windows[i] = Window.forRuns(holdings, part, stretch * width, stretch * width);
            }
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            long rowLength = starts[windows.length];
            long row = first / rowLength;
            long within = first % rowLength;
            int part = 0;
            int done = 0;
            while (done < count) {
                while (within >= starts[part + 1]) {
                    part++;
                }
                long stretch = starts[part + 1] - starts[part];
                int length = (int) Math.min(count - done, starts[part + 1] - within);
                long source = row * stretch + within - starts[part];
                windows[part].copy(source * width, length * width, out, at + done * width);
                done += length;
                within += length;
                if (within == rowLength) {
                    within = 0;
                    part = 0;
                    row++;
                }
            }
        }
    }
}
