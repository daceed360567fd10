package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Positions of one axis in any order, each as often as it is listed.
 *
 * <pre>
 *   a b      positions 2 0 on axis 0   e f
 *   c d                                a b
 *   e f
 * </pre>
 */
public final class Gather extends Computed {
    private final Tensor input;
    private final int axis;
    private final long[] positions;

    private Gather(Tensor input, int axis, long[] positions, TensorType type) {
        super(
                type,
                "select " + positions.length + " of " + input.type().shape().dimension(axis) + " positions on axis "
                        + axis + ": " + Digest.of(positions),
                input);
        this.input = input;
        this.axis = axis;
        this.positions = positions;
    }

    /** @throws TensorTypeException if there is no such axis or position, or elements have no fixed width */
    public static Tensor of(Tensor input, int axis, long[] positions) {
        TensorType from = input.type();
        Moves.requireFixedWidth(from, "select from");
        Moves.requireAxis(from, axis, "select from");
        long size = from.shape().dimension(axis);
        boolean run = true;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0 || positions[i] >= size) {
                throw new TensorTypeException("cannot select position " + positions[i] + " of " + from + " on axis "
                        + axis + ": it has positions 0 to " + (size - 1));
            }
            run &= positions[i] == positions[0] + i;
        }
        if (run && positions.length > 0) {
            return Slice.along(input, axis, positions[0], positions[0] + positions.length);
        }
        long[] sizes = from.shape().toArray();
        sizes[axis] = positions.length;
        return new Gather(input, axis, positions.clone(), new TensorType(from.dtype(), Shape.of(sizes)));
    }

    /** Positions from one of the list to the next; far apart where they go back. */
    private long usualGap() {
        long ascending = 0;
        long far = 0;
        for (int i = 1; i < positions.length; i++) {
            long gap = positions[i] - positions[i - 1];
            ascending += gap > 0 ? 1 : 0;
            far += gap > 0 ? gap : 0;
        }
        return ascending * 2 <= positions.length ? Integer.MAX_VALUE : far / ascending;
    }

    private long inner() {
        long elements = 1;
        for (int i = axis + 1; i < type.shape().rank(); i++) {
            elements *= type.shape().dimension(i);
        }
        return elements;
    }

    @Override
    public List<Demand> demands(Terms terms) {
        if (byteSize() == 0) {
            return List.of();
        }
        long run = inner() * type.dtype().width();
        long rows = byteSize() / run / positions.length;
        Window.Runs runs = new Window.Runs(positions[0] * run, run, usualGap() * run, positions.length);
        long row = runs.bytesRead(input.byteSize(), run);
        return List.of(new Demand(input, Window.holds(input.byteSize()) ? row : ExactSizes.product(rows, row)));
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Positions that follow each other in the input are one run. */
    private final class Reader extends ElementReader {
        private final int width = type.dtype().width();
        private final long inner;
        private final Window window;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, 1 << 20);
            inner = inner();
            window = Window.forRuns(holdings, input, inner * width, usualGap() * inner * width);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            long axisSize = input.type().shape().dimension(axis);
            int done = 0;
            while (done < count) {
                long element = first + done;
                long within = element % inner;
                long row = element / inner;
                int index = (int) (row % positions.length);
                int last = index;
                while (last + 1 < positions.length
                        && positions[last + 1] == positions[last] + 1
                        && (last + 1 - index) * inner - within < count - done) {
                    last++;
                }
                int some = (int) Math.min(count - done, (last + 1 - index) * inner - within);
                long from = (row / positions.length * axisSize + positions[index]) * inner + within;
                copy(from, some, out, at + done * width);
                done += some;
            }
        }

        /** A run may be longer than the window was made for. */
        private void copy(long from, int elements, ByteBuffer out, int at) throws IOException {
            int step = (int) Math.max(1, Math.min(elements, inner));
            for (int done = 0; done < elements; done += step) {
                int some = Math.min(step, elements - done);
                window.copy((from + done) * width, some * width, out, at + done * width);
            }
        }
    }
}
