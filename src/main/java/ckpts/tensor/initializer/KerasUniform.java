package ckpts.tensor.initializer;

import ckpts.tensor.NarrowFloat;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;

/**
 * The bits that Keras 3 itself draws for a seeded uniform initializer, on its TensorFlow backend and a CPU.
 *
 * <p>As in Keras, the tensor's name plays no part: two tensors of one shape and one seed are equal.
 *
 * <pre>
 *   s             = seed modulo (2^31 - 2), not negative                       keras/src/backend/tensorflow/random.py
 *   m0 m1 m2 m3   = Philox(key 0x3ec8f720 0x02461e29; counter s, 0, 0, 0)      TensorFlow's stateless key and counter
 *   block g       = Philox(key m0 m1; counter low g, high g, m2, m3)           4 words: 4 elements, or 2 of float64
 *   element       = u * (high - low) + low, each step rounded to the element type; u in [0, 1) from the low 23, 10 or
 *                   7 bits of a word (float32, float16, bfloat16), or 52 bits of two words (float64)
 *   low, high     = first rounded to float32, whatever the element type: TensorFlow makes that of a Python number
 * </pre>
 *
 * <p>Checked against Keras 3.15 and TensorFlow 2.21 on a million elements of each type.
 */
public final class KerasUniform implements Initializer {
    private static final long SEED_MODULUS = Integer.MAX_VALUE - 1L;
    private static final int SCRAMBLE_0 = 0x3ec8f720;
    private static final int SCRAMBLE_1 = 0x02461e29;

    private final String text;
    private final long seed;
    private final Limits limits;

    /** The ends of the range for a shape. */
    private interface Limits {
        double[] of(Shape shape);
    }

    private KerasUniform(String text, long seed, Limits limits) {
        this.text = text;
        this.seed = seed;
        this.limits = limits;
    }

    /** {@code keras.initializers.RandomUniform(minval, maxval, seed)}. */
    public static KerasUniform randomUniform(double low, double high, long seed) {
        String text = "keras.random_uniform(low = " + low + ", high = " + high + ", seed = " + seed + ")";
        return new KerasUniform(text, seed, shape -> new double[] {low, high});
    }

    /** {@code keras.initializers.GlorotUniform(seed)}. */
    public static KerasUniform glorotUniform(long seed) {
        return scaled(VarianceScaling.glorotUniform(seed));
    }

    /** {@code keras.initializers.HeUniform(seed)}. */
    public static KerasUniform heUniform(long seed) {
        return scaled(VarianceScaling.heUniform(seed));
    }

    /** {@code keras.initializers.LecunUniform(seed)}. */
    public static KerasUniform lecunUniform(long seed) {
        return scaled(VarianceScaling.lecunUniform(seed));
    }

    private static KerasUniform scaled(VarianceScaling rule) {
        return new KerasUniform("keras." + rule.describe(), rule.seed(), shape -> {
            double limit = Math.sqrt(3 * rule.variance(shape));
            return new double[] {-limit, limit};
        });
    }

    @Override
    public String describe() {
        return text;
    }

    @Override
    public Tensor create(TensorType type, String key) {
        double[] ends = limits.of(type.shape());
        Generated.requireFloat(type, this, key);
        Draw draw = new Draw(seed);
        return Generated.of(
                type,
                this,
                key,
                switch (type.dtype()) {
                    case FLOAT64 -> draw.doubles((float) ends[0], (float) ends[1]);
                    case FLOAT32 -> draw.floats((float) ends[0], (float) ends[1]);
                    case FLOAT16, BFLOAT16 ->
                        draw.narrow(NarrowFloat.of(type.dtype()), (float) ends[0], (float) ends[1]);
                    default ->
                        throw new TensorTypeException(text + " generates float64, float32, float16 and bfloat16, but \""
                                + key + "\" is " + type);
                });
    }

    /** The stream of one seed. */
    private static final class Draw {
        private final int[] mixed;

        Draw(long seed) {
            mixed = new int[] {(int) Math.floorMod(seed, SEED_MODULUS), 0, 0, 0};
            Philox.scramble(SCRAMBLE_0, SCRAMBLE_1, mixed);
        }

        private void block(long group, int[] words) {
            words[0] = (int) group;
            words[1] = (int) (group >>> 32);
            words[2] = mixed[2];
            words[3] = mixed[3];
            Philox.scramble(mixed[0], mixed[1], words);
        }

        Generated.Numbers floats(float low, float high) {
            float range = high - low;
            return (first, count, out) -> {
                int[] words = new int[4];
                for (int i = 0; i < count; i++) {
                    int at = word(first + i, i, words);
                    float unit = (words[at] & 0x7fffff) * 0x1p-23f;
                    out[i] = unit * range + low;
                }
            };
        }

        Generated.Numbers narrow(NarrowFloat encoding, double low, double high) {
            double start = rounded(encoding, low);
            double range = rounded(encoding, rounded(encoding, high) - start);
            int mask = (1 << encoding.mantissaBits()) - 1;
            return (first, count, out) -> {
                int[] words = new int[4];
                for (int i = 0; i < count; i++) {
                    int at = word(first + i, i, words);
                    double unit = (words[at] & mask) / (double) (mask + 1);
                    out[i] = rounded(encoding, rounded(encoding, unit * range) + start);
                }
            };
        }

        Generated.Numbers doubles(double low, double high) {
            double range = high - low;
            return (first, count, out) -> {
                int[] words = new int[4];
                for (int i = 0; i < count; i++) {
                    long element = first + i;
                    if (i == 0 || (element & 1) == 0) {
                        block(element >>> 1, words);
                    }
                    int at = (int) (element & 1) * 2;
                    double unit = ((words[at] & 0xfffffL) << 32 | words[at + 1] & 0xffffffffL) * 0x1p-52;
                    out[i] = unit * range + low;
                }
            };
        }

        /** Makes the block of an element present; returns its word. */
        private int word(long element, int index, int[] words) {
            int at = (int) (element & 3);
            if (index == 0 || at == 0) {
                block(element >>> 2, words);
            }
            return at;
        }

        private static double rounded(NarrowFloat encoding, double value) {
            return encoding.decode(encoding.encode(value));
        }
    }
}
