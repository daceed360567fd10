package ckpts.tensor;

import java.util.stream.LongStream;

/**
 * The arithmetic of sizes: exact, or refused. A tensor's own size always fits ({@link TensorType}); a total over
 * tensors, or of repeated reads, need not.
 */
public final class ExactSizes {
    private ExactSizes() {}

    /** @throws TooLargeException if the sum does not fit in 63 bits */
    public static long sum(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw new TooLargeException("add up");
        }
        return sum;
    }

    /** @throws TooLargeException if the sum does not fit in 63 bits */
    public static long sum(LongStream sizes) {
        return sizes.reduce(0, ExactSizes::sum);
    }

    /** @throws TooLargeException if the product does not fit in 63 bits */
    public static long product(long left, long right) {
        if (Math.multiplyHigh(left, right) != (left * right) >> 63) {
            throw new TooLargeException("multiply");
        }
        return left * right;
    }
}
