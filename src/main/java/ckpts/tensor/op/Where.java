package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One of two tensors, element by element: the first where a condition is true, the second where it is false. A NaN that
 * is chosen becomes the type's usual one.
 */
public final class Where extends Computed {
    private final Tensor condition;
    private final Tensor yes;
    private final Tensor no;

    private Where(TensorType type, Tensor condition, Tensor yes, Tensor no) {
        super(type, "where", condition, yes, no);
        this.condition = condition;
        this.yes = yes;
        this.no = no;
    }

    /**
     * All three broadcast to one shape, and the two that are chosen from are cast to their common type.
     *
     * @param condition of element type bool
     * @throws TensorTypeException naming the types, if one of these does not hold
     */
    public static Tensor of(Tensor condition, Tensor yes, Tensor no) {
        if (condition.type().dtype() != DType.BOOL) {
            throw new TensorTypeException(
                    "cannot choose by " + condition.type() + ": a condition must be bool, such as the result of != 0");
        }
        DType one = yes.type().dtype();
        DType other = no.type().dtype();
        if (one != other && !(one.isNumeric() && other.isNumeric())) {
            throw new TensorTypeException(
                    "cannot choose from " + yes.type() + " and " + no.type() + ": they have no common type");
        }
        Moves.requireFixedWidth(yes.type(), "choose from");
        DType dtype = one == other ? one : Promotion.common(one, other);
        TensorType both = new TensorType(dtype, Broadcast.common(yes.type(), no.type(), "choose from"));
        Shape shape = Broadcast.common(condition.type(), both, "choose by");
        TensorType type = new TensorType(dtype, shape);
        return dtype.isNumeric()
                ? new Choice(
                        type,
                        condition,
                        one == dtype ? yes : Cast.of(yes, dtype),
                        other == dtype ? no : Cast.of(no, dtype))
                : new Where(type, condition, yes, no);
    }

    /** Selects numbers. */
    private static final class Choice extends Elementwise {
        Choice(TensorType type, Tensor condition, Tensor yes, Tensor no) {
            super(type, "where", List.of(condition, yes, no));
        }

        @Override
        Object operation() {
            return Choice.class;
        }

        @Override
        ColumnType form() {
            return type.dtype() == DType.FLOAT32 ? ColumnType.SINGLES : super.form();
        }

        @Override
        ColumnType form(int input) {
            return input == 0 ? ColumnType.WHOLES : form();
        }

        @Override
        boolean isExact() {
            return true;
        }

        @Override
        Kernel kernel(ReaderResources holdings, int chunk) {
            return switch (form()) {
                case WHOLES ->
                    (first, in, out, count) -> {
                        long[] flags = in[0].wholes();
                        for (int i = 0; i < count; i++) {
                            out.wholes()[i] = flags[i] != 0 ? in[1].wholes()[i] : in[2].wholes()[i];
                        }
                    };
                case SINGLES ->
                    (first, in, out, count) ->
                            choose(in[0].wholes(), in[1].singles(), in[2].singles(), out.singles(), count);
                case REALS ->
                    (first, in, out, count) -> choose(in[0].wholes(), in[1].reals(), in[2].reals(), out.reals(), count);
                case PAIRS ->
                    (first, in, out, count) -> {
                        long[] flags = in[0].wholes();
                        for (int i = 0; i < 2 * count; i++) {
                            out.reals()[i] = flags[i >> 1] != 0 ? in[1].reals()[i] : in[2].reals()[i];
                        }
                    };
            };
        }

        /** Without a branch: the choice is unpredictable. */
        private static void choose(long[] flags, float[] yes, float[] no, float[] out, int count) {
            for (int i = 0; i < count; i++) {
                int one = Float.floatToRawIntBits(yes[i]);
                int other = Float.floatToRawIntBits(no[i]);
                out[i] = Float.intBitsToFloat(other ^ ((one ^ other) & (int) -flags[i]));
            }
        }

        private static void choose(long[] flags, double[] yes, double[] no, double[] out, int count) {
            for (int i = 0; i < count; i++) {
                long one = Double.doubleToRawLongBits(yes[i]);
                long other = Double.doubleToRawLongBits(no[i]);
                out[i] = Double.longBitsToDouble(other ^ ((one ^ other) & -flags[i]));
            }
        }
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final int width = type().dtype().width();
        private final TensorReader conditions;
        private final TensorReader first;
        private final TensorReader second;
        private final ByteBuffer flags;
        private final ByteBuffer others;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type(), usualChunk(type()));
            conditions = holdings.reader(Broadcast.of(condition, type().shape()));
            first = holdings.reader(Broadcast.of(yes, type().shape()));
            second = holdings.reader(Broadcast.of(no, type().shape()));
            flags = holdings.bytes(usualChunk(type()));
            others = holdings.bytes(usualChunk(type()) * width);
        }

        @Override
        void produce(long element, int count, ByteBuffer out, int at) throws IOException {
            conditions.read(element, flags.clear().limit(count));
            first.read(
                    element * width,
                    out.duplicate()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .limit(at + count * width)
                            .position(at));
            second.read(element * width, others.clear().limit(count * width));
            others.clear();
            flags.clear();
            for (int i = 0; i < count; i++) {
                if (flags.get(i) == 0) {
                    replace(i * width, out, at + i * width);
                }
            }
        }

        private void replace(int from, ByteBuffer out, int to) {
            switch (width) {
                case 1 -> out.put(to, others.get(from));
                case 2 -> out.putShort(to, others.getShort(from));
                case 4 -> out.putInt(to, others.getInt(from));
                case 8 -> out.putLong(to, others.getLong(from));
                default -> out.put(to, others, from, width);
            }
        }
    }
}
