package ckpts.tensor.op;

/**
 * Elementwise operations of two arguments on arrays of numbers; the result may overwrite either.
 *
 * <p>The loops over {@code long}, {@code float} and {@code double} are alike on purpose: Java shares no code between
 * arrays of primitives without a call for each number.
 */
enum BinaryOperation {
    ADD("add"),
    SUBTRACT("subtract"),
    MULTIPLY("multiply"),
    DIVIDE("divide"),
    POWER("take the power of"),
    MINIMUM("take the minimum of"),
    MAXIMUM("take the maximum of");

    private final String verb;

    BinaryOperation(String verb) {
        this.verb = verb;
    }

    String verb() {
        return verb;
    }

    void apply(long[] left, long[] right, long[] out, int count) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] + right[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] - right[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] * right[i];
                }
            }
            case POWER -> {
                for (int i = 0; i < count; i++) {
                    out[i] = power(left[i], right[i]);
                }
            }
            case DIVIDE, MINIMUM, MAXIMUM -> throw new IllegalStateException("BUG: not computed on integers");
        }
    }

    void apply(double[] left, double[] right, double[] out, int count) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] + right[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] - right[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] * right[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] / right[i];
                }
            }
            case POWER -> {
                for (int i = 0; i < count; i++) {
                    out[i] = power(left[i], right[i]);
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.min(left[i], right[i]);
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.max(left[i], right[i]);
                }
            }
        }
    }

    /**
     * By squaring, which wraps.
     *
     * @param exponent not negative; a set sign bit means 2^63
     */
    private static long power(long base, long exponent) {
        long power = 1;
        long square = base;
        for (long left = exponent; left != 0; left >>>= 1) {
            power *= (left & 1) == 0 ? 1 : square;
            square *= square;
        }
        return power;
    }

    /** float32: {@link #POWER} needs more precision. */
    void apply(float[] left, float[] right, float[] out, int count) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] + right[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] - right[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] * right[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = left[i] / right[i];
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.min(left[i], right[i]);
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.max(left[i], right[i]);
                }
            }
            case POWER -> throw new IllegalStateException("BUG: powers are computed in double precision");
        }
    }

    /** As IEEE 754 and C have it, where Java has NaN: 1 to any power, and -1 to an infinite one, is 1. */
    static double power(double base, double exponent) {
        boolean one = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return one ? 1 : StrictMath.pow(base, exponent);
    }

    /** On real and imaginary parts in turn; {@code count} pairs. */
    void applyPairs(double[] left, double[] right, double[] out, int count) {
        switch (this) {
            case ADD, SUBTRACT -> apply(left, right, out, 2 * count);
            case MULTIPLY -> {
                for (int i = 0; i < 2 * count; i += 2) {
                    double real = left[i] * right[i] - left[i + 1] * right[i + 1];
                    out[i + 1] = left[i] * right[i + 1] + left[i + 1] * right[i];
                    out[i] = real;
                }
            }
            case DIVIDE -> dividePairs(left, right, out, count);
            case POWER, MINIMUM, MAXIMUM -> throw new IllegalStateException("BUG: not defined for complex numbers");
        }
    }

    /** Scaled by the larger part of the divisor, so that no square overflows (R. L. Smith, 1962). */
    private static void dividePairs(double[] left, double[] right, double[] out, int count) {
        for (int i = 0; i < 2 * count; i += 2) {
            double a = left[i];
            double b = left[i + 1];
            double c = right[i];
            double d = right[i + 1];
            if (Math.abs(c) >= Math.abs(d)) {
                double ratio = d / c;
                double scale = c + d * ratio;
                out[i] = (a + b * ratio) / scale;
                out[i + 1] = (b - a * ratio) / scale;
            } else {
                double ratio = c / d;
                double scale = c * ratio + d;
                out[i] = (a * ratio + b) / scale;
                out[i + 1] = (b * ratio - a) / scale;
            }
        }
    }
}
