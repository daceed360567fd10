package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import ckpts.tensor.DType.Kind;
import ckpts.tensor.TensorTypeException;

/**
 * The element type of the result of arithmetic. Between tensors it is the smallest type that holds the values of
 * both, as in NumPy 2:
 *
 * <table>
 *   <caption>Common types</caption>
 *   <tr><td>bool with x</td><td>x</td></tr>
 *   <tr><td>integers of one signedness</td><td>the wider</td></tr>
 *   <tr><td>unsigned with signed</td><td>the smallest signed type that holds both; with uint64: float64</td></tr>
 *   <tr><td>integer with float</td><td>the float if it holds the integers exactly, else float32 for integers of up to
 *     16 bits, else float64</td></tr>
 *   <tr><td>two floats</td><td>the wider; of two different ones of equal width: float16 for 8 bits, float32 for 16</td>
 *   </tr>
 *   <tr><td>complex with x</td><td>complex64 if float32 is common to its parts and x, else complex128</td></tr>
 * </table>
 *
 * <p>A number in a script is weak: it takes the tensor's type where that has such numbers.
 */
public final class Promotion {
    private static final DType[] SIGNED = {DType.INT8, DType.INT16, DType.INT32, DType.INT64};

    private Promotion() {}

    /** @throws TensorTypeException if one of them is not numeric */
    public static DType common(DType left, DType right) {
        requireNumeric(left);
        requireNumeric(right);
        if (left == right || right.kind() == Kind.BOOL) {
            return left;
        }
        if (left.kind() == Kind.BOOL) {
            return right;
        }
        if (left.kind() == Kind.COMPLEX || right.kind() == Kind.COMPLEX) {
            boolean single = part(left).bits() <= 32 && part(right).bits() <= 32;
            return single && common(part(left), part(right)).bits() <= 32 ? DType.COMPLEX64 : DType.COMPLEX128;
        }
        if (left.isFloat() && right.isFloat()) {
            return commonFloat(left, right);
        }
        if (left.isInteger() && right.isInteger()) {
            return commonInteger(left, right);
        }
        return left.isFloat() ? floatWithInteger(left, right) : floatWithInteger(right, left);
    }

    /**
     * The type of a number in a script beside a tensor: a whole number takes the tensor's type ({@code int64} beside
     * bool), a number with a fraction takes it if that is float or complex, else {@code float64}.
     */
    public static DType literal(DType tensor, boolean whole) {
        requireNumeric(tensor);
        return switch (tensor.kind()) {
            case FLOAT, COMPLEX -> tensor;
            case SIGNED, UNSIGNED -> whole ? tensor : DType.FLOAT64;
            default -> whole ? DType.INT64 : DType.FLOAT64;
        };
    }

    private static void requireNumeric(DType dtype) {
        if (!dtype.isNumeric()) {
            throw new TensorTypeException("cannot compute with " + dtype + " elements");
        }
    }

    private static DType part(DType dtype) {
        return switch (dtype) {
            case COMPLEX64 -> DType.FLOAT32;
            case COMPLEX128 -> DType.FLOAT64;
            default -> dtype;
        };
    }

    private static DType commonFloat(DType left, DType right) {
        if (left.bits() != right.bits()) {
            return left.bits() > right.bits() ? left : right;
        }
        return left.bits() == 8 ? DType.FLOAT16 : DType.FLOAT32;
    }

    private static DType commonInteger(DType left, DType right) {
        if (left.kind() == right.kind()) {
            return left.bits() > right.bits() ? left : right;
        }
        int needed = Math.max(signedBits(left), signedBits(right));
        for (DType signed : SIGNED) {
            if (signed.bits() >= needed) {
                return needed <= left.bits() && left.kind() == Kind.SIGNED
                        ? left
                        : needed <= right.bits() && right.kind() == Kind.SIGNED ? right : signed;
            }
        }
        return DType.FLOAT64;
    }

    private static int signedBits(DType integer) {
        return integer.bits() + (integer.kind() == Kind.UNSIGNED ? 1 : 0);
    }

    private static DType floatWithInteger(DType real, DType integer) {
        int digits = integer.bits() - (integer.kind() == Kind.SIGNED ? 1 : 0);
        if (real == DType.FLOAT64 || digits > 24) {
            return DType.FLOAT64;
        }
        boolean holds = switch (real) {
            case FLOAT32 -> true;
            case FLOAT16 -> digits <= 11;
            case BFLOAT16 -> digits <= 8;
            default -> false;
        };
        if (holds) {
            return real;
        }
        return real.bits() <= 8 && digits <= 8 ? DType.FLOAT16 : DType.FLOAT32;
    }
}
