package ckpts.tensor.statistics;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Blocks;
import java.io.IOException;

/**
 * Statistics of a tensor's values, from one pass.
 *
 * <p>Sums are taken per block of 4096 elements and blocks are joined pairwise, always the same pairs, so that the
 * results depend on the values alone. Booleans count as 0 and 1; integers beyond 2^53 as the nearest double.
 *
 * @param count elements
 * @param finite elements that are neither NaN nor infinite; {@code min} to {@code std} are about these
 * @param min smallest; NaN if there is none
 * @param max largest; NaN if there is none
 * @param mean their mean; NaN if there is none
 * @param std population standard deviation; NaN if there is none
 * @param nan elements that are NaN
 * @param positiveInfinite elements that are +infinity
 * @param negativeInfinite elements that are -infinity
 * @param zeros elements that are 0 or -0
 */
public record Statistics(
        long count,
        long finite,
        double min,
        double max,
        double mean,
        double std,
        long nan,
        long positiveInfinite,
        long negativeInfinite,
        long zeros) {
    /**
     * Reads the tensor once.
     *
     * @throws TensorTypeException if its elements are not real numbers
     * @throws IOException if reading fails
     */
    public static Statistics of(Tensor tensor, Scratch scratch) throws IOException {
        Moments total = new Moments();
        Blocks.forEach(tensor, "take statistics of", scratch, (first, values, count) -> total.add(values, count));
        return total.statistics();
    }

    /** Everything that is counted, and a stack of sums over 1, 2, 4, ... blocks. */
    private static final class Moments {
        private long count;
        private long nan;
        private long positiveInfinite;
        private long negativeInfinite;
        private long zeros;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private final Sums[] stack = new Sums[64];
        private int height;
        private long blocks;

        void add(double[] values, int length) {
            count += length;
            double sum = 0;
            int finite = 0;
            for (int i = 0; i < length; i++) {
                double value = values[i];
                if (Math.abs(value) <= Double.MAX_VALUE) {
                    finite++;
                    sum += value;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    zeros += value == 0 ? 1 : 0;
                } else {
                    nan += Double.isNaN(value) ? 1 : 0;
                    positiveInfinite += value > 0 ? 1 : 0;
                    negativeInfinite += value < 0 ? 1 : 0;
                }
            }
            push(new Sums(finite, finite == 0 ? 0 : sum / finite, squares(values, length, sum / finite)));
        }

        private static double squares(double[] values, int length, double mean) {
            double squares = 0;
            for (int i = 0; i < length; i++) {
                double deviation = values[i] - mean;
                squares += Math.abs(values[i]) <= Double.MAX_VALUE ? deviation * deviation : 0;
            }
            return squares;
        }

        /** As a carry runs through a binary counter: equal heights join. */
        private void push(Sums sums) {
            Sums joined = sums;
            blocks++;
            for (long carry = blocks; (carry & 1) == 0; carry >>= 1) {
                joined = stack[--height].with(joined);
            }
            stack[height++] = joined;
        }

        Statistics statistics() {
            Sums all = new Sums(0, 0, 0);
            while (height > 0) {
                all = stack[--height].with(all);
            }
            boolean none = all.finite == 0;
            return new Statistics(
                    count,
                    all.finite,
                    none ? Double.NaN : min,
                    none ? Double.NaN : max,
                    none ? Double.NaN : all.mean,
                    none ? Double.NaN : Math.sqrt(all.squares / all.finite),
                    nan,
                    positiveInfinite,
                    negativeInfinite,
                    zeros);
        }
    }

    /**
     * @param finite values
     * @param mean their mean
     * @param squares sum of squared deviations from the mean
     */
    private record Sums(long finite, double mean, double squares) {
        Sums with(Sums other) {
            if (other.finite == 0 || finite == 0) {
                return finite == 0 ? other : this;
            }
            long both = finite + other.finite;
            double share = (double) other.finite / both;
            double apart = other.mean - mean;
            return new Sums(both, mean + apart * share, squares + other.squares + apart * apart * finite * share);
        }
    }
}
