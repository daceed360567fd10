package ckpts.tensor.op;

import ckpts.tensor.Demand;
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
 * A tensor in the origin corner of a larger one; new elements are those of {@code fill} at the same place.
 *
 * <pre>
 *   input  a b     fill  0 1 2     result  a b 2
 *          c d           3 4 5             c d 5
 * </pre>
 */
public final class Pad extends Computed {
    private final Tensor input;
    private final Tensor fill;

    private Pad(Tensor input, Tensor fill, TensorType type) {
        super(type, "pad " + input.type().shape() + " to " + type.shape(), input, fill);
        this.input = input;
        this.fill = fill;
    }

    /**
     * @param target no axis smaller than the input's
     * @param fill of the input's element type, and of a shape that broadcasts to the target
     * @throws TensorTypeException if one of these does not hold
     */
    public static Tensor of(Tensor input, Shape target, Tensor fill) {
        TensorType from = input.type();
        Moves.requireFixedWidth(from, "pad");
        if (from.shape().rank() != target.rank()) {
            throw new TensorTypeException(
                    "cannot pad " + from + " to " + target + ": it has "
                            + from.shape().countedAxes(),
                    "reshape it to " + target.countedAxes() + " first");
        }
        for (int axis = 0; axis < target.rank(); axis++) {
            long positions = from.shape().dimension(axis);
            if (positions > target.dimension(axis)) {
                throw new TensorTypeException(
                        "cannot pad " + from + " to " + target + ": axis " + axis + " has " + positions
                                + " positions, more than " + target.dimension(axis),
                        ShapeFix.toward(from.shape(), target, "it"));
            }
        }
        if (fill.type().dtype() != from.dtype()) {
            throw new TensorTypeException("cannot pad " + from + " with " + fill.type() + ": cast one of them");
        }
        if (from.shape().equals(target)) {
            return input;
        }
        return new Pad(input, Broadcast.of(fill, target), new TensorType(from.dtype(), target));
    }

    @Override
    public List<Demand> demands(Terms terms) {
        return List.of(Demand.whole(input), new Demand(fill, byteSize() - input.byteSize()));
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Works on rows along the innermost axis that grows; the axes after it are equal and count as its elements. */
    private final class Reader extends ElementReader {
        private final long[] outer;
        private final long[] outerInput;
        private final long row;
        private final long rowInput;
        private final int width = type.dtype().width();
        private final Window data;
        private final Window background;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, 1 << 20);
            int last = type.shape().rank() - 1;
            long inner = 1;
            while (input.type().shape().dimension(last) == type.shape().dimension(last)) {
                inner *= type.shape().dimension(last--);
            }
            outer = new long[last];
            outerInput = new long[last];
            for (int axis = 0; axis < last; axis++) {
                outer[axis] = type.shape().dimension(axis);
                outerInput[axis] = input.type().shape().dimension(axis);
            }
            row = type.shape().dimension(last) * inner;
            rowInput = input.type().shape().dimension(last) * inner;
            data = Window.forRuns(holdings, input, rowInput * width, rowInput * width);
            background = Window.forRuns(holdings, fill, (row - rowInput) * width, row * width);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            int done = 0;
            while (done < count) {
                long element = first + done;
                long within = element % row;
                long inputRow = inputRow(element / row);
                boolean fromInput = inputRow >= 0 && within < rowInput;
                long end = inputRow < 0 || !fromInput ? row : rowInput;
                int part = (int) Math.min(count - done, end - within);
                if (fromInput) {
                    data.copy((inputRow * rowInput + within) * width, part * width, out, at + done * width);
                } else {
                    copyBackground(element, part, out, at + done * width);
                }
                done += part;
            }
        }

        /** Rows without any input are longer than the window was made for. */
        private void copyBackground(long element, int count, ByteBuffer out, int at) throws IOException {
            int step = Math.max(1, (int) Math.min(count, row - rowInput));
            for (int done = 0; done < count; done += step) {
                int part = Math.min(step, count - done);
                background.copy((element + done) * width, part * width, out, at + done * width);
            }
        }

        /** The row of the input at this row of the result; -1 if none does. */
        private long inputRow(long resultRow) {
            long rest = resultRow;
            long found = 0;
            long step = 1;
            for (int axis = outer.length - 1; axis >= 0; axis--) {
                long index = rest % outer[axis];
                if (index >= outerInput[axis]) {
                    return -1;
                }
                found += index * step;
                step *= outerInput[axis];
                rest /= outer[axis];
            }
            return found;
        }
    }
}
