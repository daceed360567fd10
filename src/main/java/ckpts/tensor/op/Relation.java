package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.DType.Kind;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Comparisons element by element, with NumPy's broadcasting; the result is a bool tensor.
 *
 * <p>Integers of any two types are compared exactly, floats with integers as float64. A NaN is unequal to everything,
 * itself included, and neither less nor greater; 0 equals -0.
 */
public enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    /**
     * A lazy comparison.
     *
     * @throws TensorTypeException naming both types, if shapes do not broadcast, elements are no numbers, or an order of
     *     complex numbers is asked for
     */
    public Tensor of(Tensor left, Tensor right) {
        TensorType a = left.type();
        TensorType b = right.type();
        for (TensorType type : new TensorType[] {a, b}) {
            if (!type.dtype().isNumeric()) {
                throw new TensorTypeException("cannot compare " + a + " " + sign + " " + b + ": " + type.dtype()
                        + " elements are no numbers");
            }
            if (type.dtype().kind() == Kind.COMPLEX && this != EQUAL && this != NOT_EQUAL) {
                throw new TensorTypeException("cannot compare " + a + " " + sign + " " + b
                        + ": complex numbers have no order, only == and !=");
            }
        }
        return new Compared(left, right, new TensorType(DType.BOOL, Broadcast.common(a, b, "compare")));
    }

    /** Whether it holds of two numbers, given their order; a number that is none has no order. */
    private boolean holds(boolean less, boolean equal, boolean greater) {
        return switch (this) {
            case EQUAL -> equal;
            case NOT_EQUAL -> !equal;
            case LESS -> less;
            case LESS_OR_EQUAL -> less || equal;
            case GREATER -> greater;
            case GREATER_OR_EQUAL -> greater || equal;
        };
    }

    private final class Compared extends Computed {
        private final Tensor left;
        private final Tensor right;

        Compared(Tensor left, Tensor right, TensorType type) {
            super(type, "compare " + sign, left, right);
            this.left = left;
            this.right = right;
        }

        @Override
        TensorReader reader(Holdings holdings) throws IOException {
            boolean wholes = Elements.domain(left.type().dtype()) == Elements.Domain.WHOLE
                    && Elements.domain(right.type().dtype()) == Elements.Domain.WHOLE;
            return wholes ? new WholeReader(holdings, this) : new RealReader(holdings, this);
        }
    }

    /** Has both sides at hand, broadcast to the shape of the result. */
    private abstract static class PairReader extends ElementReader {
        final NumberReader a;
        final NumberReader b;
        final int chunk;

        PairReader(Holdings holdings, Compared compared) throws IOException {
            super(holdings, compared.type(), usualChunk(compared.type()));
            chunk = usualChunk(compared.type());
            a = new NumberReader(
                    holdings, Broadcast.of(compared.left, compared.type().shape()), chunk);
            b = new NumberReader(
                    holdings, Broadcast.of(compared.right, compared.type().shape()), chunk);
        }
    }

    private final class WholeReader extends PairReader {
        private final long[] left;
        private final long[] right;
        private final boolean leftIsUnsigned;
        private final boolean rightIsUnsigned;

        WholeReader(Holdings holdings, Compared compared) throws IOException {
            super(holdings, compared);
            left = holdings.wholes(chunk);
            right = holdings.wholes(chunk);
            leftIsUnsigned = compared.left.type().dtype() == DType.UINT64;
            rightIsUnsigned = compared.right.type().dtype() == DType.UINT64;
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            a.wholes(first, count, left);
            b.wholes(first, count, right);
            for (int i = 0; i < count; i++) {
                int order = order(left[i], right[i]);
                out.put(at + i, (byte) (holds(order < 0, order == 0, order > 0) ? 1 : 0));
            }
        }

        /** A set sign bit means 2^63 and more on an unsigned side, less than zero on the other. */
        private int order(long one, long other) {
            if (leftIsUnsigned == rightIsUnsigned) {
                return leftIsUnsigned ? Long.compareUnsigned(one, other) : Long.compare(one, other);
            }
            if ((leftIsUnsigned ? other : one) < 0) {
                return leftIsUnsigned ? 1 : -1;
            }
            return Long.compareUnsigned(one, other);
        }
    }

    /** Complex numbers are equal if both parts are; others have the imaginary part 0. */
    private final class RealReader extends PairReader {
        private final double[] left;
        private final double[] right;

        RealReader(Holdings holdings, Compared compared) throws IOException {
            super(holdings, compared);
            left = holdings.reals(2 * chunk);
            right = holdings.reals(2 * chunk);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            a.pairs(first, count, left);
            b.pairs(first, count, right);
            for (int i = 0; i < count; i++) {
                double one = left[2 * i];
                double other = right[2 * i];
                boolean equal = one == other && left[2 * i + 1] == right[2 * i + 1];
                out.put(at + i, (byte) (holds(one < other, equal, one > other) ? 1 : 0));
            }
        }
    }
}
