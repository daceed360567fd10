package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;

/**
 * One with a probability, else zero: a mask that is drawn at random.
 *
 * @param probability of a one, from 0 to 1
 */
public record Bernoulli(double probability, long seed) implements Initializer {
    public Bernoulli {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("bernoulli needs a probability from 0 to 1: " + probability);
        }
    }

    @Override
    public String describe() {
        return "bernoulli(probability = " + probability + ", seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        Generated.Numbers even = Uniform.numbers(0, 1, seed, key);
        return Generated.of(type, this, key, (first, count, out) -> {
            even.fill(first, count, out);
            for (int i = 0; i < count; i++) {
                out[i] = out[i] < probability ? 1 : 0;
            }
        });
    }
}
