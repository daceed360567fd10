package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;

/**
 * Normally distributed numbers without those further than two standard deviations from the mean, which are drawn again,
 * as in Keras and TensorFlow. The spread of what remains is about 0.88 {@code std}.
 *
 * @param std standard deviation before the cut, not negative
 */
public record TruncatedNormal(double mean, double std, long seed) implements Initializer {
    /** The standard deviation of the standard normal distribution cut at -2 and 2. */
    static final double REMAINING_STD = 0.87962566103423978;

    private static final double CUT = 2;

    public TruncatedNormal {
        Normal.requireSpread("truncated_normal", mean, std);
    }

    @Override
    public String describe() {
        return "truncated_normal(mean = " + mean + ", std = " + std + ", seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        return Generated.of(type, this, key, numbers(mean, std, seed, key));
    }

    /** Element n takes the first number within the cut from the pairs of block n, attempts 0, 1, 2, ... */
    static Generated.Numbers numbers(double mean, double std, long seed, String key) {
        RandomStream stream = new RandomStream(seed, key);
        return (first, count, out) -> {
            int[] words = new int[4];
            for (int i = 0; i < count; i++) {
                out[i] = mean + std * draw(stream, first + i, words);
            }
        };
    }

    private static double draw(RandomStream stream, long element, int[] words) {
        for (int attempt = 0; ; attempt++) {
            stream.block(element, attempt, words);
            double even = Normal.evenOfPair(words);
            if (Math.abs(even) < CUT) {
                return even;
            }
            double odd = Normal.oddOfPair(words);
            if (Math.abs(odd) < CUT) {
                return odd;
            }
        }
    }
}
