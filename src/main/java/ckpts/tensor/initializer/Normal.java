package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;

/**
 * Normally distributed numbers, from pairs of uniform ones (Box and Muller, 1958) with {@link StrictMath}.
 *
 * @param std standard deviation, not negative
 */
public record Normal(double mean, double std, long seed) implements Initializer {
    public Normal {
        requireSpread("normal", mean, std);
    }

    static void requireSpread(String name, double mean, double std) {
        if (!(std >= 0) || Double.isInfinite(std) || Double.isNaN(mean) || Double.isInfinite(mean)) {
            throw new IllegalArgumentException(
                    name + " needs a finite mean and a finite std that is not negative: " + mean + ", " + std);
        }
    }

    @Override
    public String describe() {
        return "normal(mean = " + mean + ", std = " + std + ", seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        return Generated.of(type, this, key, numbers(mean, std, seed, key));
    }

    /** Elements 2n and 2n + 1 are the pair of block n. */
    static Generated.Numbers numbers(double mean, double std, long seed, String key) {
        RandomStream stream = new RandomStream(seed, key);
        return (first, count, out) -> {
            int[] words = new int[4];
            for (int i = 0; i < count; i++) {
                long element = first + i;
                if (i == 0 || (element & 1) == 0) {
                    stream.block(element >>> 1, 0, words);
                }
                out[i] = mean + std * ((element & 1) == 0 ? evenOfPair(words) : oddOfPair(words));
            }
        };
    }

    static double evenOfPair(int[] words) {
        return radius(words) * StrictMath.cos(angle(words));
    }

    static double oddOfPair(int[] words) {
        return radius(words) * StrictMath.sin(angle(words));
    }

    private static double radius(int[] words) {
        // 1 - u lies in (0, 1], so the logarithm is finite.
        return Math.sqrt(-2 * StrictMath.log(1 - RandomStream.unit(words, 0)));
    }

    private static double angle(int[] words) {
        return 2 * Math.PI * RandomStream.unit(words, 2);
    }
}
