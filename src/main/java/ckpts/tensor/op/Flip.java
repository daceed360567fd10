package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The positions of one axis in reverse order.
 *
 * <pre>
 *   a b      on axis 0   e f      on axis 1   b a
 *   c d                  c d                  d c
 *   e f                  a b                  f e
 * </pre>
 */
public final class Flip extends Computed {
    private final Tensor input;
    private final int axis;

    private Flip(Tensor input, int axis) {
        super(input.type(), "flip axis " + axis, input);
        this.input = input;
        this.axis = axis;
    }

    /** @throws TensorTypeException if there is no such axis, or elements have no fixed width */
    public static Tensor of(Tensor input, int axis) {
        Moves.requireFixedWidth(input.type(), "flip");
        Moves.requireAxis(input.type(), axis, "flip");
        return input.type().shape().dimension(axis) <= 1 ? input : new Flip(input, axis);
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Reads long rows one by one, and short ones in stretches: each stretch once, for those who read in order. */
    private final class Reader extends ElementReader {
        private static final int CAPACITY = 1 << 16;

        /** Rows along the axis: what lies at one of its positions is a row. */
        private final long size = type.shape().dimension(axis);

        private final long elements;
        private final int width = type.dtype().width();

        /** Rows that are read together; 0 where each is read alone. */
        private final long stretch;

        /** Rows that stretches divide: those along the axis, or all of as many times as fit in a stretch. */
        private final long whole;

        private final TensorReader source;
        private final ByteBuffer held;
        private long heldFrom = -1;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, 1 << 20);
            this.elements = type.byteSize() == 0 ? 1 : type.shape().strides()[axis];
            long row = elements * width;
            long most = CAPACITY / row;
            this.stretch = row >= Window.LONG_RUN ? 0 : most < size ? most : most / size * size;
            this.whole = Math.max(size, stretch);
            this.source = holdings.reader(input);
            this.held = holdings.bytes((int) Math.min(stretch * row, input.byteSize()));
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            for (int done = 0; done < count; ) {
                long row = (first + done) / elements;
                long within = (first + done) % elements;
                int some = (int) Math.min(count - done, elements - within);
                long begin = row / size * size;
                copy(begin + size - 1 - (row - begin), within, some, out, at + done * width);
                done += some;
            }
        }

        private void copy(long row, long within, int some, ByteBuffer out, int at) throws IOException {
            if (stretch == 0) {
                source.read(
                        (row * elements + within) * width,
                        out.duplicate().limit(at + some * width).position(at));
                return;
            }
            long begin = row / whole * whole;
            long from = begin + (row - begin) / stretch * stretch;
            if (from != heldFrom) {
                hold(from, Math.min(from + stretch, begin + whole));
            }
            out.put(at, held, (int) ((row - from) * elements + within) * width, some * width);
        }

        private void hold(long from, long to) throws IOException {
            heldFrom = -1;
            long start = from * elements * width;
            long end = Math.min(to * elements * width, input.byteSize());
            source.read(start, held.clear().limit((int) (end - start)));
            held.clear();
            heldFrom = from;
        }
    }
}
