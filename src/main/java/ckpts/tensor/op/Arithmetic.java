package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.Promotion;

/**
 * Elementwise arithmetic, lazy, with NumPy's broadcasting and the types of {@link Promotion}.
 *
 * <p>Integers are computed in 64 bits and wrap to the result's type, as two's complement does. Floats of every width
 * are computed in double and rounded once: for one operation on float32 and narrower that is exactly what IEEE 754
 * asks. Division and the functions of one argument give float64 on integers. On bool, {@code +} is "or" and
 * {@code *} is "and". {@code exp} and {@code log} are {@link StrictMath}'s, so that every machine gives the same bytes.
 *
 * <p>All methods throw {@link TensorTypeException}, naming both types, if shapes do not broadcast or an element type
 * has no such operation.
 */
public final class Arithmetic {
    private Arithmetic() {}

    /** {@code left + right}. */
    public static Tensor add(Tensor left, Tensor right) {
        return binary(BinaryOperation.ADD, left, right);
    }

    /** {@code left - right}. */
    public static Tensor subtract(Tensor left, Tensor right) {
        return binary(BinaryOperation.SUBTRACT, left, right);
    }

    /** {@code left * right}, element by element. */
    public static Tensor multiply(Tensor left, Tensor right) {
        return binary(BinaryOperation.MULTIPLY, left, right);
    }

    /** {@code left / right}; by zero: infinity or NaN. */
    public static Tensor divide(Tensor left, Tensor right) {
        return binary(BinaryOperation.DIVIDE, left, right);
    }

    /**
     * {@code left} to the power of {@code right}; of a negative number to a fractional power, NaN. Powers of integers
     * are integers, so that exponents must not be negative: they are of an unsigned type, or constants.
     *
     * @throws TensorTypeException also if the common type is complex or bool, or an integer and exponents may be
     *     negative
     */
    public static Tensor power(Tensor left, Tensor right) {
        Tensor power = binary(BinaryOperation.POWER, left, right);
        requireNotNegative(left, right);
        return power;
    }

    /** The smaller of each two; NaN if either is. */
    public static Tensor minimum(Tensor left, Tensor right) {
        return extreme(BinaryOperation.MINIMUM, ComparisonOperator.LESS, left, right);
    }

    /** The larger of each two; NaN if either is. */
    public static Tensor maximum(Tensor left, Tensor right) {
        return extreme(BinaryOperation.MAXIMUM, ComparisonOperator.GREATER, left, right);
    }

    /** Integers are chosen by a comparison, which handles unsigned types. */
    private static Tensor extreme(BinaryOperation operation, ComparisonOperator relation, Tensor left, Tensor right) {
        Tensor computed = binary(operation, left, right);
        boolean whole = Elements.domain(computed.type().dtype()) == Elements.Domain.WHOLE;
        return whole ? Where.of(relation.of(left, right), left, right) : computed;
    }

    /** {@code -input}; unsigned integers wrap. */
    public static Tensor negate(Tensor input) {
        return UnaryOperation.NEGATE.of(input);
    }

    /** The magnitude; of the smallest signed integer, itself. */
    public static Tensor abs(Tensor input) {
        return UnaryOperation.ABS.of(input);
    }

    /** The square root; of negative numbers, NaN. */
    public static Tensor sqrt(Tensor input) {
        return UnaryOperation.SQRT.of(input);
    }

    /** e to the power of each element. */
    public static Tensor exp(Tensor input) {
        return UnaryOperation.EXP.of(input);
    }

    /** The natural logarithm; of zero, minus infinity; of negative numbers, NaN. */
    public static Tensor log(Tensor input) {
        return UnaryOperation.LOG.of(input);
    }

    private static Tensor binary(BinaryOperation operation, Tensor left, Tensor right) {
        String verb = operation.verb();
        TensorType a = left.type();
        TensorType b = right.type();
        for (TensorType type : new TensorType[] {a, b}) {
            if (!type.dtype().isNumeric()) {
                throw new TensorTypeException(
                        "cannot " + verb + " " + a + " and " + b + ": " + type.dtype() + " elements are not numbers");
            }
        }
        var shape = Broadcast.common(a, b, verb);
        DType common = Promotion.common(a.dtype(), b.dtype());
        if (operation == BinaryOperation.SUBTRACT && common == DType.BOOL) {
            throw new TensorTypeException("cannot subtract " + a + " and " + b + ": bool has no operator -");
        }
        requireDefined(operation, a, b, common);
        boolean whole = Elements.domain(common) == Elements.Domain.WHOLE;
        DType result = operation == BinaryOperation.DIVIDE && whole ? DType.FLOAT64 : common;
        return new BinaryTensor(operation, left, right, new TensorType(result, shape));
    }

    private static void requireDefined(BinaryOperation operation, TensorType a, TensorType b, DType common) {
        boolean extreme = operation == BinaryOperation.MINIMUM || operation == BinaryOperation.MAXIMUM;
        boolean power = operation == BinaryOperation.POWER;
        if ((extreme && common.kind() == DType.Kind.COMPLEX) || (power && !common.isFloat() && !common.isInteger())) {
            throw new TensorTypeException("cannot " + operation.verb() + " " + a + " and " + b
                    + ": their common type is " + common
                    + (extreme
                            ? ", which has no order"
                            : ", powers are of integers and floats only: cast one of them"));
        }
    }

    private static void requireNotNegative(Tensor base, Tensor exponent) {
        boolean whole = exponent.type().dtype().kind() == DType.Kind.SIGNED
                && Promotion.common(base.type().dtype(), exponent.type().dtype())
                        .isInteger();
        if (whole && !(exponent instanceof Constant constant && constant.isNotNegative())) {
            throw new TensorTypeException("cannot take the power of " + base.type() + " and " + exponent.type()
                    + ": integers have no negative powers: cast the exponents to an unsigned type, or the base to a"
                    + " float");
        }
    }
}
