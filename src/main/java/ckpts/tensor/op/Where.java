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

/** One of two tensors, element by element: the first where a condition is true, the second where it is false. */
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
                    "cannot choose by " + condition.type() + ": a condition is bool, such as the result of != 0");
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
        return new Where(
                new TensorType(dtype, shape),
                condition,
                one == dtype ? yes : Cast.of(yes, dtype),
                other == dtype ? no : Cast.of(no, dtype));
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final int width = type().dtype().width();
        private final TensorReader conditions;
        private final TensorReader first;
        private final TensorReader second;
        private final ByteBuffer flags;
        private final ByteBuffer others;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type(), usualChunk(type()));
            conditions = holdings.reader(Broadcast.of(condition, type().shape()));
            first = holdings.reader(Broadcast.of(yes, type().shape()));
            second = holdings.reader(Broadcast.of(no, type().shape()));
            flags = holdings.bytes(usualChunk(type()));
            others = holdings.bytes(usualChunk(type()) * width);
        }

        @Override
        void produce(long element, int count, ByteBuffer out, int at, boolean again) throws IOException {
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
