package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.DType.Kind;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.List;

/**
 * Comparisons element by element, with NumPy's broadcasting; the result is a bool tensor.
 *
 * <p>Integers of any two types are compared exactly, floats with integers as float64. A NaN is unequal to everything,
 * itself included, and neither less nor greater; 0 equals -0.
 */
public enum ComparisonOperator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
        this.symbol = symbol;
    }

    /**
     * A lazy comparison.
     *
     * @throws TensorTypeException naming both types, if shapes do not broadcast, elements are not numbers, or an order
     *     of complex numbers is asked for
     */
    public Tensor of(Tensor left, Tensor right) {
        TensorType a = left.type();
        TensorType b = right.type();
        for (TensorType type : new TensorType[] {a, b}) {
            if (!type.dtype().isNumeric()) {
                throw new TensorTypeException("cannot compare " + a + " " + symbol + " " + b + ": " + type.dtype()
                        + " elements are not numbers");
            }
            if (type.dtype().kind() == Kind.COMPLEX && this != EQUAL && this != NOT_EQUAL) {
                throw new TensorTypeException("cannot compare " + a + " " + symbol + " " + b
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

    private final class Compared extends Elementwise {
        private final ColumnType form;
        private final boolean leftIsUnsigned;
        private final boolean rightIsUnsigned;

        Compared(Tensor left, Tensor right, TensorType type) {
            super(type, "compare " + symbol, List.of(left, right));
            DType one = left.type().dtype();
            DType other = right.type().dtype();
            boolean single = one == DType.FLOAT32 && other == DType.FLOAT32;
            ColumnType a = ColumnType.of(one);
            ColumnType b = ColumnType.of(other);
            form = single ? ColumnType.SINGLES : a.compareTo(b) > 0 ? a : b;
            leftIsUnsigned = one == DType.UINT64;
            rightIsUnsigned = other == DType.UINT64;
        }

        @Override
        Object operation() {
            return ComparisonOperator.this;
        }

        @Override
        ColumnType form(int input) {
            return form;
        }

        @Override
        boolean isExact() {
            return true;
        }

        @Override
        Kernel kernel(ReaderResources holdings, int chunk) {
            return switch (form) {
                case WHOLES ->
                    (first, in, out, count) -> {
                        long[] left = in[0].wholes();
                        long[] right = in[1].wholes();
                        for (int i = 0; i < count; i++) {
                            int order = order(left[i], right[i]);
                            out.wholes()[i] = holds(order < 0, order == 0, order > 0) ? 1 : 0;
                        }
                    };
                case SINGLES ->
                    (first, in, out, count) -> compare(in[0].singles(), in[1].singles(), out.wholes(), count);
                case REALS -> (first, in, out, count) -> compare(in[0].reals(), in[1].reals(), out.wholes(), count);
                case PAIRS ->
                    (first, in, out, count) -> comparePairs(in[0].reals(), in[1].reals(), out.wholes(), count);
            };
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

    private void compare(float[] left, float[] right, long[] out, int count) {
        for (int i = 0; i < count; i++) {
            float one = left[i];
            float other = right[i];
            out[i] = holds(one < other, one == other, one > other) ? 1 : 0;
        }
    }

    private void compare(double[] left, double[] right, long[] out, int count) {
        for (int i = 0; i < count; i++) {
            double one = left[i];
            double other = right[i];
            out[i] = holds(one < other, one == other, one > other) ? 1 : 0;
        }
    }

    /** Complex numbers are equal if both parts are; others have the imaginary part 0. */
    private void comparePairs(double[] left, double[] right, long[] out, int count) {
        for (int i = 0; i < count; i++) {
            boolean equal = left[2 * i] == right[2 * i] && left[2 * i + 1] == right[2 * i + 1];
            out[i] = holds(false, equal, false) ? 1 : 0;
        }
    }
}
