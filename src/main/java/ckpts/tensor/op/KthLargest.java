package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The k-th largest element; exactly, in memory that does not depend on the
 * size.
 *
 * <p>Radix selection: each element has a key of 32 or 64 bits in the order of the values. A pass over the tensor counts
 * the next digit of the keys that begin with the digits found so far; two passes for up to 32 bits, four for 64, with
 * little memory twice as many. -0 is below 0, and NaN above all, as where NumPy sorts.
 */
public final class KthLargest extends Computed {
    private static final int WIDE = 16;

    private final Tensor input;
    private final long place;

    /** Searched again by every reader; arguments as those of {@link #of}. */
    KthLargest(Tensor input, long place) {
        super(new TensorType(input.type().dtype(), Shape.scalar()), "k-th largest, k = " + place, input);
        this.input = input;
        this.place = place;
    }

    /**
     * A scalar of the element type.
     *
     * @param place from 1, the largest, to the number of elements
     * @throws TensorTypeException if there is no such place, or elements are not real numbers
     */
    public static Tensor of(Tensor input, long place) {
        Blocks.requireReal(input, "order");
        long count = input.type().shape().elementCount();
        if (place < 1 || place > count) {
            throw new TensorTypeException("cannot take the k-th largest element of " + input.type() + " with k = "
                    + place + ": k must be 1 to " + count);
        }
        return ComputedOnce.of(new KthLargest(input, place));
    }

    @Override
    public List<Demand> demands(Terms terms) {
        int passes = bits() / digit(terms.share());
        return List.of(new Demand(input, ExactSizes.product(passes, input.byteSize())));
    }

    private int bits() {
        return type.dtype().width() > 4 ? Long.SIZE : Integer.SIZE;
    }

    /** Bits that one pass counts. */
    private static int digit(long share) {
        return share >= Long.BYTES << WIDE ? WIDE : WIDE / 2;
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Puts elements as unsigned numbers of 32 or 64 bits, ordered as they are, into the array of keys. */
    private interface Keys {
        void fetch(long first, int count) throws IOException;
    }

    private final class Reader extends ElementReader {
        private static final int CHUNK = 4096;
        private static final int INFINITY = Float.floatToIntBits(Float.POSITIVE_INFINITY);
        private static final int NAN = Float.floatToIntBits(Float.NaN);

        private final DType dtype = type().dtype();
        private final boolean whole = Elements.domain(dtype) == Elements.Domain.WHOLE;
        private final int bits = bits();
        private final int digit;
        private final Keys source;
        private final long[] keys;
        private final long[] counts;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type(), 1);
            digit = digit(holdings.scratch().share());
            source = keys(holdings);
            keys = holdings.wholes(CHUNK);
            counts = holdings.wholes(1 << digit);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            long key = 0;
            long wanted = place;
            for (int shift = bits - digit; shift >= 0; shift -= digit) {
                count(key, shift);
                int found = counts.length - 1;
                while (counts[found] < wanted) {
                    wanted -= counts[found--];
                }
                key = key << digit | found;
            }
            write(key, out, at);
        }

        /** Counts the digits at {@code shift} of the keys whose higher digits are {@code found}. */
        private void count(long found, int shift) throws IOException {
            Arrays.fill(counts, 0);
            long size = input.type().shape().elementCount();
            int known = shift + digit;
            for (long first = 0; first < size; first += CHUNK) {
                int some = (int) Math.min(CHUNK, size - first);
                source.fetch(first, some);
                for (int i = 0; i < some; i++) {
                    if (known == Long.SIZE || keys[i] >>> known == found) {
                        counts[(int) (keys[i] >>> shift) & counts.length - 1]++;
                    }
                }
            }
        }

        private Keys keys(ReaderResources holdings) throws IOException {
            if (dtype == DType.FLOAT32) {
                return codes(holdings);
            }
            NumberReader numbers = new NumberReader(holdings, input, CHUNK);
            if (whole) {
                return (first, count) -> {
                    numbers.wholes(first, count, keys);
                    for (int i = 0; i < count; i++) {
                        keys[i] = truncated(keys[i] ^ signBit());
                    }
                };
            }
            double[] reals = holdings.reals(CHUNK);
            return (first, count) -> {
                numbers.reals(first, count, reals);
                for (int i = 0; i < count; i++) {
                    long code = bits == Long.SIZE
                            ? Double.doubleToLongBits(reals[i])
                            : Float.floatToIntBits((float) reals[i]);
                    keys[i] = truncated(code ^ (code < 0 ? -1 : signBit()));
                }
            };
        }

        /** The bytes of a float32 are all but its key. */
        private Keys codes(ReaderResources holdings) throws IOException {
            TensorReader reader = holdings.reader(input);
            ByteBuffer bytes = holdings.bytes(CHUNK * Float.BYTES);
            holdings.reserve(CHUNK * Integer.BYTES);
            int[] codes = new int[CHUNK];
            Scratch scratch = holdings.scratch();
            return (first, count) -> {
                scratch.goOn();
                reader.read(first * Float.BYTES, bytes.clear().limit(count * Float.BYTES));
                bytes.flip().asIntBuffer().get(codes, 0, count);
                for (int i = 0; i < count; i++) {
                    int code = (codes[i] & Integer.MAX_VALUE) > INFINITY ? NAN : codes[i];
                    keys[i] = (code ^ (code >> 31 | Integer.MIN_VALUE)) & 0xffffffffL;
                }
            };
        }

        private long signBit() {
            return dtype.kind() == DType.Kind.UNSIGNED ? 0 : 1L << bits - 1;
        }

        private long truncated(long key) {
            return bits == Long.SIZE ? key : key & 0xffffffffL;
        }

        private void write(long key, ByteBuffer out, int at) {
            if (whole) {
                keys[0] = key ^ signBit();
                Elements.wrap(dtype, keys, 1);
                Elements.writeWholes(dtype, keys, 1, out, at);
                return;
            }
            long code = key >>> bits - 1 == 0 ? ~key : key ^ signBit();
            double value = bits == Long.SIZE ? Double.longBitsToDouble(code) : Float.intBitsToFloat((int) code);
            Elements.writeReals(dtype, new double[] {value}, 1, out, at);
        }
    }
}
