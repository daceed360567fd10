package ckpts.tensor.initializer;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;

/**
 * Random numbers whose variance is {@code scale / fan}, with the fans of a Keras or TensorFlow kernel:
 * {@code [in, out]} or {@code [..., in, out]}.
 *
 * <table>
 *   <caption>Families</caption>
 *   <tr><td>{@code glorot}</td><td>1 / ((in + out) / 2)</td></tr>
 *   <tr><td>{@code he}</td><td>2 / in</td></tr>
 *   <tr><td>{@code lecun}</td><td>1 / in</td></tr>
 * </table>
 *
 * <p>{@code _uniform} spreads evenly over ±sqrt(3 * variance); {@code _normal} is normal, cut at two standard
 * deviations, and widened so that the variance after the cut is the one asked for.
 *
 * @param name as in scripts
 */
public record VarianceScaling(String name, double scale, Fan fan, Distribution distribution, long seed)
        implements Initializer {
    /** The divisor of the scale. */
    public enum Fan {
        IN,
        AVERAGE
    }

    /** The distribution of the numbers. */
    public enum Distribution {
        UNIFORM,
        TRUNCATED_NORMAL
    }

    public static VarianceScaling glorotUniform(long seed) {
        return new VarianceScaling("glorot_uniform", 1, Fan.AVERAGE, Distribution.UNIFORM, seed);
    }

    public static VarianceScaling glorotNormal(long seed) {
        return new VarianceScaling("glorot_normal", 1, Fan.AVERAGE, Distribution.TRUNCATED_NORMAL, seed);
    }

    public static VarianceScaling heUniform(long seed) {
        return new VarianceScaling("he_uniform", 2, Fan.IN, Distribution.UNIFORM, seed);
    }

    public static VarianceScaling heNormal(long seed) {
        return new VarianceScaling("he_normal", 2, Fan.IN, Distribution.TRUNCATED_NORMAL, seed);
    }

    public static VarianceScaling lecunUniform(long seed) {
        return new VarianceScaling("lecun_uniform", 1, Fan.IN, Distribution.UNIFORM, seed);
    }

    public static VarianceScaling lecunNormal(long seed) {
        return new VarianceScaling("lecun_normal", 1, Fan.IN, Distribution.TRUNCATED_NORMAL, seed);
    }

    /** The variance for a shape; a fan below 1 counts as 1. */
    double variance(Shape shape) {
        Fans fans = Fans.of(shape);
        double divisor = fan == Fan.IN ? fans.in() : (fans.in() + fans.out()) / 2;
        return scale / Math.max(1, divisor);
    }

    @Override
    public String describe() {
        return name + "(seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        double variance = variance(type.shape());
        return Generated.of(
                type,
                this,
                key,
                switch (distribution) {
                    case UNIFORM -> {
                        double limit = Math.sqrt(3 * variance);
                        yield Uniform.numbers(-limit, limit, seed, key);
                    }
                    case TRUNCATED_NORMAL ->
                        TruncatedNormal.numbers(0, Math.sqrt(variance) / TruncatedNormal.REMAINING_STD, seed, key);
                });
    }
}
