package ckpts.review;

import ckpts.tensor.DType;

/**
 * The numbers that an element type can represent, as binary numbers: {@code digits} significant bits, the lowest of
 * them worth at least {@code 2^lowest}, the highest less than {@code 2^(highest + 1)}.
 *
 * @param negative whether there are negative numbers
 * @param complex whether there is an imaginary part
 */
public record ValueRange(int digits, int lowest, int highest, boolean negative, boolean complex) {
    public static ValueRange of(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL -> whole(1, false);
            case UNSIGNED -> whole(dtype.bits(), false);
            case SIGNED -> whole(dtype.bits() - 1, true);
            case COMPLEX -> {
                ValueRange part = floating(dtype == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64);
                yield new ValueRange(part.digits, part.lowest, part.highest, true, true);
            }
            case FLOAT -> floating(dtype);
            case QUANTIZED, OPAQUE -> throw new IllegalArgumentException(dtype + " holds no numbers");
        };
    }

    /** Whether every number of the other type is exactly a number of this one. */
    public boolean holds(ValueRange other) {
        return digits >= other.digits
                && lowest <= other.lowest
                && highest >= other.highest
                && (negative || !other.negative)
                && (complex || !other.complex);
    }

    private static ValueRange whole(int bits, boolean negative) {
        return new ValueRange(bits, 0, bits - 1, negative, false);
    }

    /** The lowest place is that of the least subnormal number. */
    private static ValueRange floating(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> signed(53, -1074, 1023);
            case FLOAT32 -> signed(24, -149, 127);
            case BFLOAT16 -> signed(8, -133, 127);
            case FLOAT16 -> signed(11, -24, 15);
            case FLOAT8_E5M2 -> signed(3, -16, 15);
            case FLOAT8_E5M2FNUZ -> signed(3, -17, 15);
            case FLOAT8_E4M3FN -> signed(4, -9, 8);
            case FLOAT8_E4M3FNUZ -> signed(4, -10, 7);
            case FLOAT8_E4M3B11FNUZ -> signed(4, -13, 4);
            case FLOAT4_E2M1FN -> signed(2, -1, 2);
            default -> throw new IllegalArgumentException(dtype + " is not a float");
        };
    }

    private static ValueRange signed(int digits, int lowest, int highest) {
        return new ValueRange(digits, lowest, highest, true, false);
    }
}
