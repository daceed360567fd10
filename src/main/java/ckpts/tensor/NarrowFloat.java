package ckpts.tensor;

/**
 * A floating-point encoding of at most 16 bits, exact in both directions.
 *
 * <pre>
 *   | sign | exponent | mantissa |      value = (-1)^sign * 2^(exponent - bias) * 1.mantissa
 *                                       exponent 0:        2^(1 - bias)        * 0.mantissa
 * </pre>
 *
 * <p>Encoding rounds once, to nearest, ties to even, from the full double. A NaN loses its sign and payload: the bits
 * of a computed NaN differ between processors, and equal scripts must give equal files. Where a type has no infinity,
 * what overflows becomes what the OCP 8-bit and the {@code fnuz} definitions say (and Python's {@code ml_dtypes} does).
 *
 * @param exponentBits width of the exponent field
 * @param mantissaBits width of the mantissa field
 * @param bias difference between the exponent field and the exponent
 * @param specials how infinities and NaN are spelled
 */
public record NarrowFloat(int exponentBits, int mantissaBits, int bias, Specials specials) {
    /** Encodings of values that are not finite numbers. */
    public enum Specials {
        /** Exponent of all ones: infinity if the mantissa is 0, else NaN. */
        IEEE,
        /** No infinity; all ones is NaN. What overflows becomes NaN with its sign. */
        NAN_AT_ALL_ONES,
        /** No infinity, no negative zero; the code of negative zero is the one NaN. What overflows becomes NaN. */
        NAN_AT_NEGATIVE_ZERO,
        /** Neither infinity nor NaN. What overflows becomes the largest value, NaN becomes negative zero. */
        NONE
    }

    public static final NarrowFloat FLOAT16 = new NarrowFloat(5, 10, 15, Specials.IEEE);
    public static final NarrowFloat BFLOAT16 = new NarrowFloat(8, 7, 127, Specials.IEEE);
    public static final NarrowFloat FLOAT8_E5M2 = new NarrowFloat(5, 2, 15, Specials.IEEE);
    public static final NarrowFloat FLOAT8_E4M3FN = new NarrowFloat(4, 3, 7, Specials.NAN_AT_ALL_ONES);
    public static final NarrowFloat FLOAT8_E4M3FNUZ = new NarrowFloat(4, 3, 8, Specials.NAN_AT_NEGATIVE_ZERO);
    public static final NarrowFloat FLOAT8_E4M3B11FNUZ = new NarrowFloat(4, 3, 11, Specials.NAN_AT_NEGATIVE_ZERO);
    public static final NarrowFloat FLOAT8_E5M2FNUZ = new NarrowFloat(5, 2, 16, Specials.NAN_AT_NEGATIVE_ZERO);
    public static final NarrowFloat FLOAT4_E2M1FN = new NarrowFloat(2, 1, 1, Specials.NONE);

    private static final int DOUBLE_MANTISSA = 52;
    private static final int DOUBLE_BIAS = 1023;
    private static final long DOUBLE_FRACTION = (1L << DOUBLE_MANTISSA) - 1;

    /**
     * The encoding of an element type.
     *
     * @throws IllegalArgumentException if the type is not a float, or wider than 16 bits
     */
    public static NarrowFloat of(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT8_E5M2 -> FLOAT8_E5M2;
            case FLOAT8_E4M3FN -> FLOAT8_E4M3FN;
            case FLOAT8_E4M3FNUZ -> FLOAT8_E4M3FNUZ;
            case FLOAT8_E4M3B11FNUZ -> FLOAT8_E4M3B11FNUZ;
            case FLOAT8_E5M2FNUZ -> FLOAT8_E5M2FNUZ;
            case FLOAT4_E2M1FN -> FLOAT4_E2M1FN;
            default -> throw new IllegalArgumentException(dtype + " is not a float of at most 16 bits");
        };
    }

    /** Bits of one element, sign included. */
    public int bits() {
        return 1 + exponentBits + mantissaBits;
    }

    /** The nearest code, in the low {@link #bits()} bits. */
    public int encode(double value) {
        if (Double.isNaN(value)) {
            return nanCode();
        }
        long wide = Double.doubleToRawLongBits(value);
        int sign = (int) (wide >>> 63) << (exponentBits + mantissaBits);
        int code = encodeMagnitude(wide & Long.MAX_VALUE);
        if (code > largestCode()) {
            return overflowCode(sign);
        }
        return code == 0 && specials == Specials.NAN_AT_NEGATIVE_ZERO ? 0 : sign | code;
    }

    /** The code of a non-negative double, as if exponents went on above the largest one. */
    private int encodeMagnitude(long wide) {
        int exponent = (int) (wide >>> DOUBLE_MANTISSA) - DOUBLE_BIAS;
        int smallest = 1 - bias;
        if (exponent >= smallest) {
            // A carry out of the mantissa lands in the exponent, where it belongs.
            long rebiased = wide + ((long) (bias - DOUBLE_BIAS) << DOUBLE_MANTISSA);
            return (int) Math.min(Integer.MAX_VALUE, roundedShift(rebiased, DOUBLE_MANTISSA - mantissaBits));
        }
        int shift = DOUBLE_MANTISSA - mantissaBits + smallest - exponent;
        if (shift > DOUBLE_MANTISSA + 1) {
            return 0;
        }
        return (int) roundedShift((wide & DOUBLE_FRACTION) | (1L << DOUBLE_MANTISSA), shift);
    }

    private static long roundedShift(long value, int shift) {
        long lowestKept = (value >>> shift) & 1;
        return (value + (1L << (shift - 1)) - 1 + lowestKept) >>> shift;
    }

    /** The value of a code; bits above {@link #bits()} are ignored. */
    public double decode(int code) {
        int fields = exponentBits + mantissaBits;
        int magnitude = code & ((1 << fields) - 1);
        boolean negative = (code >>> fields & 1) != 0;
        if (magnitude > largestCode() || (negative && magnitude == 0 && specials == Specials.NAN_AT_NEGATIVE_ZERO)) {
            return special(magnitude, negative);
        }
        double value;
        if (magnitude >>> mantissaBits == 0) {
            value = magnitude * power(1 - bias - mantissaBits);
        } else {
            long rebiased = ((long) magnitude << (DOUBLE_MANTISSA - mantissaBits))
                    + ((long) (DOUBLE_BIAS - bias) << DOUBLE_MANTISSA);
            value = Double.longBitsToDouble(rebiased);
        }
        return negative ? -value : value;
    }

    private double special(int magnitude, boolean negative) {
        if (specials == Specials.IEEE && magnitude == largestCode() + 1) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    /** The largest finite value. */
    public double largest() {
        return decode(largestCode());
    }

    /** The smallest magnitude that no longer rounds to a finite value (where there is no infinity: to the largest). */
    public double overflowsFrom() {
        int exponent = (largestCode() >>> mantissaBits) - bias;
        double halfStep = power(exponent - mantissaBits - 1);
        double tie = largest() + halfStep;
        // A tie goes to the even code: it overflows exactly when the largest code is odd.
        return (largestCode() & 1) == 1 ? tie : Math.nextUp(tie);
    }

    /** The largest magnitude that rounds to zero. */
    public double vanishesUpTo() {
        return power(1 - bias - mantissaBits - 1);
    }

    private static double power(int exponent) {
        return Double.longBitsToDouble((long) (exponent + DOUBLE_BIAS) << DOUBLE_MANTISSA);
    }

    private int allOnes() {
        return (1 << (exponentBits + mantissaBits)) - 1;
    }

    private int largestCode() {
        return switch (specials) {
            case IEEE -> allOnes() - (1 << mantissaBits);
            case NAN_AT_ALL_ONES -> allOnes() - 1;
            case NAN_AT_NEGATIVE_ZERO, NONE -> allOnes();
        };
    }

    private int overflowCode(int sign) {
        return switch (specials) {
            case IEEE -> sign | (largestCode() + 1);
            case NAN_AT_ALL_ONES -> sign | allOnes();
            case NAN_AT_NEGATIVE_ZERO -> nanCode();
            case NONE -> sign | allOnes();
        };
    }

    private int nanCode() {
        return switch (specials) {
            case IEEE -> largestCode() + 1 + (1 << (mantissaBits - 1));
            case NAN_AT_ALL_ONES -> allOnes();
            case NAN_AT_NEGATIVE_ZERO, NONE -> 1 << (exponentBits + mantissaBits);
        };
    }
}
