package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Evenly distributed numbers.
 *
 * <p>Floats are {@code low + (high - low) * u} with u a multiple of 2^-53 in [0, 1), rounded to the element type (which
 * may round up to {@code high}). Integers are {@code low} to {@code high - 1}, each as likely as the others to within
 * 2^-64.
 *
 * @param low included
 * @param high not below low
 */
public record Uniform(double low, double high, long seed) implements Initializer {
    public Uniform {
        if (!(low <= high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("uniform needs low <= high, both finite: " + low + ", " + high);
        }
    }

    @Override
    public String describe() {
        return "uniform(low = " + low + ", high = " + high + ", seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        if (type.dtype().isInteger()) {
            return new Whole(type, this, key);
        }
        return Generated.of(type, this, key, numbers(low, high, seed, key));
    }

    /** Element n takes half of block n / 2. */
    static Generated.Numbers numbers(double low, double high, long seed, String key) {
        RandomStream stream = new RandomStream(seed, key);
        double range = high - low;
        return (first, count, out) -> {
            int[] words = new int[4];
            for (int i = 0; i < count; i++) {
                long element = first + i;
                if (i == 0 || (element & 1) == 0) {
                    stream.block(element >>> 1, 0, words);
                }
                out[i] = low + range * RandomStream.unit(words, (int) (element & 1) * 2);
            }
        };
    }

    private static final class Whole implements Tensor {
        private final TensorType type;
        private final String text;
        private final String key;
        private final RandomStream stream;
        private final long low;
        private final long count;

        Whole(TensorType type, Uniform rule, String key) {
            DType dtype = type.dtype();
            long high = (long) rule.high;
            this.type = type;
            this.text = rule.describe() + " for \"" + key + "\"";
            this.key = key;
            this.stream = new RandomStream(rule.seed, key);
            this.low = (long) rule.low;
            this.count = high - low;
            boolean whole = low == rule.low && high == rule.high && Math.abs(rule.high) <= 0x1p53;
            boolean signed = dtype.kind() == DType.Kind.SIGNED;
            double end = StrictMath.scalb(1.0, dtype.bits() - (signed ? 1 : 0));
            if (!whole || count < 1 || rule.low < (signed ? -end : 0) || rule.high > end) {
                throw new TensorTypeException(rule.describe() + " does not fit " + type + " (\"" + key
                        + "\"): integers need whole bounds within the type's range, and low < high");
            }
        }

        @Override
        public TensorType type() {
            return type;
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public Optional<String> drawnFor() {
            return Optional.of(key);
        }

        @Override
        public String describe() {
            return text;
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            return ReaderResources.open(scratch, Reader::new);
        }

        private final class Reader extends ElementReader {
            private final long[] values;
            private final int[] words = new int[4];

            Reader(ReaderResources holdings) throws IOException {
                super(holdings, type, usualChunk(type));
                values = holdings.wholes(usualChunk(type));
            }

            @Override
            void produce(long first, int wanted, ByteBuffer out, int at) {
                for (int i = 0; i < wanted; i++) {
                    long element = first + i;
                    stream.block(element >>> 1, 0, words);
                    values[i] = low + scaled(RandomStream.bits(words, (int) (element & 1) * 2));
                }
                Elements.writeWholes(type.dtype(), values, wanted, out, at);
            }

            /** The high half of an unsigned 64 by 64 bit product: 64 random bits scaled to 0 .. count - 1. */
            private long scaled(long random) {
                return Math.multiplyHigh(random, count) + (random >> 63 & count);
            }
        }
    }
}
