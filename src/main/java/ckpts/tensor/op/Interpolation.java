package ckpts.tensor.op;

import java.util.Arrays;
import java.util.Locale;

/**
 * Interpolation of values between positions when an axis gets another size, as PyTorch's {@code interpolate} defines
 * it.
 *
 * <p>Positions are the centres of equal cells: position j of the result lies at {@code (j + 0.5) * in / out - 0.5} of
 * the input. With {@code alignCorners} the first and last positions of both coincide instead. With {@code antialias} an
 * axis that shrinks is filtered by a kernel that is as much wider, whose weights sum to one; the cubic then has the
 * parameter -0.5 (Keys 1981), elsewhere -0.75.
 *
 * @param kernel weights of the surrounding values
 * @param antialias whether skipped positions are averaged in
 * @param alignCorners whether corners stay corners; not with antialias
 */
public record Interpolation(Kernel kernel, boolean antialias, boolean alignCorners) {
    private static final double CUBIC = -0.75;
    private static final double CUBIC_ANTIALIAS = -0.5;

    /** The nearest position, straight lines, or cubics. */
    public enum Kernel {
        /** The position whose cell begins at or before: {@code floor(j * in / out)}. */
        NEAREST(0),
        /** The position whose cell holds the centre: {@code floor((j + 0.5) * in / out)}. */
        NEAREST_EXACT(0),
        BILINEAR(2),
        BICUBIC(4);

        /** Positions that a value depends on; 0 for one alone. */
        private final int width;

        Kernel(int width) {
            this.width = width;
        }
    }

    /** @throws IllegalArgumentException if the options exclude each other */
    public Interpolation {
        boolean nearest = kernel.width == 0;
        if (antialias && alignCorners || nearest && (antialias || alignCorners)) {
            throw new IllegalArgumentException("options that exclude each other");
        }
    }

    /** {@code bicubic, antialias}. */
    String describe() {
        return kernel.name().toLowerCase(Locale.ROOT)
                + (antialias ? ", antialias" : "")
                + (alignCorners ? ", align corners" : "");
    }

    boolean isNearest() {
        return kernel.width == 0;
    }

    /** For {@link #isNearest}: the position of the input for each of the result. */
    long[] nearest(long in, int out) {
        double shift = kernel == Kernel.NEAREST ? 0 : 0.5;
        double scale = (double) in / out;
        long[] positions = new long[out];
        for (int j = 0; j < out; j++) {
            positions[j] = Math.min(in - 1, (long) Math.floor((j + shift) * scale));
        }
        return positions;
    }

    /**
     * Summands of a value of the result: {@code weights[k]} times the value at {@code positions[k]}, summed in this
     * order.
     */
    record Taps(int[] positions, double[] weights) {}

    /** The parts of position j of {@code out}, of an axis of {@code in} positions. */
    Taps taps(int j, int in, int out) {
        return antialias ? filtered(j, in, out) : interpolated(j, in, out);
    }

    private Taps interpolated(int j, int in, int out) {
        double at = alignCorners
                ? out == 1 ? 0 : j * ((double) (in - 1) / (out - 1))
                : (j + 0.5) * ((double) in / out) - 0.5;
        if (kernel == Kernel.BILINEAR) {
            double source = Math.max(0, at);
            int low = Math.min((int) source, in - 1);
            int high = Math.min(low + 1, in - 1);
            double part = Math.min(1, source - low);
            return new Taps(new int[] {low, high}, new double[] {1 - part, part});
        }
        int low = (int) Math.floor(at);
        double part = at - low;
        int[] positions = new int[4];
        double[] weights = new double[4];
        for (int k = 0; k < 4; k++) {
            positions[k] = Math.max(0, Math.min(in - 1, low - 1 + k));
            weights[k] = cubic(part - (k - 1), CUBIC);
        }
        return new Taps(positions, weights);
    }

    private Taps filtered(int j, int in, int out) {
        double scale = (double) in / out;
        double wider = Math.max(1, scale);
        double support = kernel.width / 2.0 * wider;
        double centre = scale * (j + 0.5);
        int first = Math.max((int) (centre - support + 0.5), 0);
        int count = Math.max(1, Math.min((int) (centre + support + 0.5), in) - first);
        int[] positions = new int[count];
        double[] weights = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double distance = (k + first - centre + 0.5) / wider;
            positions[k] = first + k;
            weights[k] =
                    kernel == Kernel.BILINEAR ? Math.max(0, 1 - Math.abs(distance)) : cubic(distance, CUBIC_ANTIALIAS);
            sum += weights[k];
        }
        double whole = sum;
        Arrays.setAll(weights, k -> weights[k] / whole);
        return new Taps(positions, weights);
    }

    /** The cubic convolution kernel at a distance, with its free parameter. */
    private static double cubic(double distance, double a) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
