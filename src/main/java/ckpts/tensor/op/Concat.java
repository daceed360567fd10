package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors concatenated along one axis.
 *
 * <pre>
 *   axis 0   a b      axis 1   a b e f
 *            c d               c d g h
 *            e f
 *            g h
 * </pre>
 */
public final class Concat extends Computed {
    private final List<Tensor> parts;
    private final int axis;

    private Concat(List<Tensor> parts, int axis, TensorType type) {
        super(type, "concat " + parts.size() + " tensors on axis " + axis, parts);
        this.parts = parts;
        this.axis = axis;
    }

    /**
     * @param parts at least one; of one element type, and of one shape but for the axis
     * @throws TensorTypeException if they are not, or there is no such axis; it names the first part that does not fit
     */
    public static Tensor of(List<Tensor> parts, int axis) {
        TensorType first = parts.get(0).type();
        Moves.requireFixedWidth(first, "concat");
        Moves.requireAxis(first, axis, "concat");
        long[] sizes = first.shape().toArray();
        long total = 0;
        for (int i = 0; i < parts.size(); i++) {
            TensorType part = parts.get(i).type();
            requireFitting(first, part, i, axis);
            try {
                total = Math.addExact(total, part.shape().dimension(axis));
            } catch (ArithmeticException e) {
                throw new TensorTypeException("cannot concat " + parts.size() + " tensors: axis " + axis
                        + " would have more than 2^63 positions");
            }
        }
        sizes[axis] = total;
        List<Tensor> some = parts.stream()
                .filter(part -> part.type().shape().dimension(axis) > 0)
                .toList();
        if (some.size() <= 1) {
            return some.isEmpty() ? parts.get(0) : some.get(0);
        }
        return new Concat(some, axis, new TensorType(first.dtype(), Shape.of(sizes)));
    }

    /**
     * Tensors of one type stacked along a new axis.
     *
     * @param axis where the new one is inserted: 0 to the rank of the parts
     * @throws TensorTypeException if types differ, or there is no such place
     */
    public static Tensor stacked(List<Tensor> parts, int axis) {
        TensorType first = parts.get(0).type();
        int rank = first.shape().rank();
        if (axis < 0 || axis > rank) {
            throw new TensorTypeException(
                    "cannot stack " + first + " on axis " + axis + ": a new axis can be 0 to " + rank);
        }
        List<Tensor> raised = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            TensorType part = parts.get(i).type();
            if (!part.equals(first)) {
                throw new TensorTypeException(
                        "cannot stack " + first + " and " + part + " (number 1 and number " + (i + 1)
                                + "): they differ",
                        remedy(first, part, first.shape(), i));
            }
            raised.add(Reshape.of(parts.get(i), first.shape().inserting(axis, 1)));
        }
        return of(raised, axis);
    }

    private static void requireFitting(TensorType first, TensorType part, int number, int axis) {
        boolean fits = part.dtype() == first.dtype()
                && part.shape().rank() == first.shape().rank();
        for (int i = 0; fits && i < first.shape().rank(); i++) {
            fits = i == axis || part.shape().dimension(i) == first.shape().dimension(i);
        }
        if (!fits) {
            boolean alike = part.dtype() == first.dtype();
            Shape wanted = part.shape().rank() == first.shape().rank()
                    ? first.shape().with(axis, part.shape().dimension(axis))
                    : first.shape();
            throw new TensorTypeException(
                    "cannot concat " + first + " and " + part + " (number 1 and number " + (number + 1) + ") on axis "
                            + axis + ": " + (alike ? "all other axes must agree" : "cast one of them"),
                    remedy(first, part, wanted, number));
        }
    }

    private static String remedy(TensorType first, TensorType part, Shape wanted, int number) {
        String subject = "number " + (number + 1);
        return part.dtype() == first.dtype()
                ? ShapeFix.toward(part.shape(), wanted, subject)
                : "cast " + subject + " to " + first.dtype();
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Works on rows: for each position of the axes before, the elements of the parts there, one after the other. */
    private final class Reader extends ElementReader {
        private final int width = type.dtype().width();
        /** Elements of a row before each part; the last entry is those of a whole row. */
        private final long[] starts = new long[parts.size() + 1];

        private final boolean oneRow;
        private final Window[] windows = new Window[parts.size()];
        private final ReaderResources current;
        private int open = -1;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, 1 << 20);
            this.current = holdings.nested();
            long inner = 1;
            for (int i = axis + 1; i < type.shape().rank(); i++) {
                inner *= type.shape().dimension(i);
            }
            for (int i = 0; i < parts.size(); i++) {
                starts[i + 1] = starts[i] + parts.get(i).type().shape().dimension(axis) * inner;
            }
            oneRow = starts[parts.size()] == type.shape().elementCount();
            for (int i = 0; i < parts.size() && !oneRow; i++) {
                long run = (starts[i + 1] - starts[i]) * width;
                windows[i] = Window.forRuns(holdings, parts.get(i), run, run);
            }
            for (int i = 0; i < parts.size() && oneRow && holdings.scratch().isRehearsal(); i++) {
                window(i);
            }
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            long row = starts[parts.size()];
            int part = part(first % row);
            for (int done = 0; done < count; part = (part + 1) % parts.size()) {
                long element = first + done;
                long within = element % row;
                int some = (int) Math.min(count - done, starts[part + 1] - within);
                long length = starts[part + 1] - starts[part];
                long from = element / row * length + within - starts[part];
                window(part).copy(from * width, some * width, out, at + done * width);
                done += some;
            }
        }

        private int part(long within) {
            int low = 0;
            int high = parts.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts[middle] <= within) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        /** In a single row parts are read one after the other, and only one of them is open at a time. */
        private Window window(int part) throws IOException {
            if (oneRow && part != open) {
                current.close();
                open = -1;
                windows[0] =
                        Window.forRuns(current, parts.get(part), parts.get(part).byteSize(), 0);
                open = part;
            }
            return windows[oneRow ? 0 : part];
        }
    }
}
