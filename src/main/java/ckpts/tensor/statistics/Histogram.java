package ckpts.tensor.statistics;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Blocks;
import java.io.IOException;

/** Counts of a tensor's finite values in equally wide bins. */
public final class Histogram {
    private Histogram() {}

    /**
     * Reads the tensor once.
     *
     * @param min where the first bin begins
     * @param max where the last one ends, itself included
     * @param bins how many
     * @return a count for each bin; all in the first if {@code min} is {@code max}
     * @throws TensorTypeException if the elements are not real numbers
     * @throws IOException if reading fails
     */
    public static long[] of(Tensor tensor, double min, double max, int bins, Scratch scratch) throws IOException {
        long[] counts = new long[bins];
        // Halves, so that the difference between two huge values is not infinite.
        double width = max / 2 - min / 2;
        Blocks.forEach(tensor, "count the values of", scratch, (first, values, count) -> {
            for (int i = 0; i < count; i++) {
                double value = values[i];
                if (value >= min && value <= max) {
                    double share = width == 0 ? 0 : (value / 2 - min / 2) / width;
                    counts[Math.min(bins - 1, (int) (share * bins))]++;
                }
            }
        });
        return counts;
    }
}
