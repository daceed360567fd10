package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Chosen positions of one axis, in the order given; a position may occur several times. */
public final class Select implements Tensor {
    private final Tensor input;
    private final int axis;
    private final long[] positions;
    private final TensorType type;

    private Select(Tensor input, int axis, long[] positions) {
        this.input = input;
        this.axis = axis;
        this.positions = positions;
        this.type = new TensorType(input.type().dtype(), input.type().shape().with(axis, positions.length));
    }

    /** @throws TensorTypeException if there is no such axis or position, or elements have no fixed width */
    public static Tensor of(Tensor input, int axis, long[] positions) {
        TensorType from = input.type();
        Moves.requireFixedWidth(from, "select from");
        Moves.requireAxis(from, axis, "select from");
        long size = from.shape().dimension(axis);
        for (long position : positions) {
            if (position < 0 || position >= size) {
                throw new TensorTypeException("cannot select position " + position + " of axis " + axis + " of " + from
                        + ": it has " + size + " positions, the first is 0");
            }
        }
        return new Select(input, axis, positions.clone());
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "select " + positions.length + " of " + input.type().shape().dimension(axis) + " on axis " + axis;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return Holdings.open(scratch, Reader::new);
    }

    private final class Reader extends ElementReader {
        private final int width = type.dtype().width();
        /** Elements in one position of the axis. */
        private final long stretch;

        private final Window window;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type, 1 << 20);
            long inner = 1;
            for (int i = axis + 1; i < type.shape().rank(); i++) {
                inner *= type.shape().dimension(i);
            }
            stretch = inner;
            window = Window.forRuns(holdings, input, stretch * width, stretch * width);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            long inputSize = input.type().shape().dimension(axis);
            int done = 0;
            while (done < count) {
                long element = first + done;
                long slab = element / stretch;
                long within = element % stretch;
                long source = slab / positions.length * inputSize + positions[(int) (slab % positions.length)];
                int part = (int) Math.min(count - done, stretch - within);
                window.copy((source * stretch + within) * width, part * width, out, at + done * width);
                done += part;
            }
        }
    }
}
