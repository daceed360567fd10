package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The same values in another element type.
 *
 * <table>
 *   <caption>What becomes of a value</caption>
 *   <tr><th>to</th><th>rule</th></tr>
 *   <tr><td>float, complex</td><td>rounded once, to nearest, ties to even; too large: infinity, or what
 *     {@link ckpts.tensor.NarrowFloat} says</td></tr>
 *   <tr><td>integer, from float</td><td>truncated toward zero; out of range: the nearest end of the range; NaN: 0</td>
 *   </tr>
 *   <tr><td>integer, from integer</td><td>the low bits, as two's complement</td></tr>
 *   <tr><td>bool</td><td>false for zero, true for all else, NaN included</td></tr>
 *   <tr><td>real, from complex</td><td>the real part</td></tr>
 * </table>
 *
 * <p>{@link #report()} counts every value that lost more than digits.
 */
public final class Cast extends Computed {
    private final Tensor input;
    private final CastLosses losses;

    private Cast(Tensor input, TensorType type) {
        super(type, "cast " + input.type().dtype() + " to " + type.dtype(), input);
        this.input = input;
        this.losses = new CastLosses(type.dtype());
    }

    /**
     * A cast; the input itself if it has that type already.
     *
     * @throws TensorTypeException if either type is quantized or opaque
     */
    public static Tensor of(Tensor input, DType dtype) {
        TensorType from = input.type();
        if (from.dtype() == dtype) {
            return input;
        }
        TensorType type = new TensorType(dtype, from.shape());
        requireNumeric(from, type, from.dtype());
        requireNumeric(from, type, dtype);
        return new Cast(input, type);
    }

    private static void requireNumeric(TensorType from, TensorType to, DType dtype) {
        if (!dtype.isNumeric()) {
            boolean quantized = dtype.kind() == DType.Kind.QUANTIZED;
            throw new TensorTypeException("cannot cast " + from + " to " + to + ": "
                    + (quantized
                            ? "the scale of " + dtype + " values is kept elsewhere"
                            : dtype + " elements are no numbers"));
        }
    }

    /** What was lost in all reading so far. */
    public CastReport report() {
        return losses.report();
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final DType from = input.type().dtype();
        private final DType to = type.dtype();
        private final TensorReader source;
        private final ByteBuffer bytes;
        private final double[] reals;
        private final double[] pairs;
        private final long[] wholes;
        private final long[] before;
        private final HalfFloats halves;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            int chunk = usualChunk(type);
            source = holdings.reader(input);
            bytes = holdings.bytes(chunk * from.width());
            reals = holdings.reals(chunk);
            boolean complex = from.kind() == DType.Kind.COMPLEX || to.kind() == DType.Kind.COMPLEX;
            pairs = holdings.reals(complex ? 2 * chunk : 0);
            boolean whole =
                    Elements.domain(from) == Elements.Domain.WHOLE || Elements.domain(to) == Elements.Domain.WHOLE;
            wholes = holdings.wholes(whole ? chunk : 0);
            before = holdings.wholes(whole ? chunk : 0);
            halves = HalfFloats.casts(from, to) ? new HalfFloats(holdings, from, to, chunk) : null;
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            bytes.clear().limit(count * from.width());
            source.read(first * from.width(), bytes);
            bytes.clear();
            if (!again) {
                losses.countElements(count);
            }
            if (halves != null) {
                int unusual = halves.cast(bytes, count, out, at, reals);
                if (!again) {
                    losses.countRounding(reals, unusual);
                }
                return;
            }
            switch (Elements.domain(from)) {
                case WHOLE -> fromWholes(count, out, at, again);
                case REAL -> {
                    Elements.readReals(from, bytes, 0, reals, count);
                    fromReals(count, out, at, again);
                }
                case COMPLEX -> fromComplex(count, out, at, again);
            }
        }

        private void fromWholes(int count, ByteBuffer out, int at, boolean again) {
            Elements.readWholes(from, bytes, 0, before, count);
            if (Elements.domain(to) != Elements.Domain.WHOLE) {
                if (to == DType.FLOAT64 || to == DType.COMPLEX128) {
                    Elements.toDoubles(from, before, reals, count);
                } else {
                    Elements.toDoublesForNarrowing(from, before, reals, count);
                }
                fromReals(count, out, at, again);
                return;
            }
            System.arraycopy(before, 0, wholes, 0, count);
            Elements.wrap(to, wholes, count);
            if (!again) {
                losses.countWrapping(before, wholes, count, from == DType.UINT64);
            }
            Elements.writeWholes(to, wholes, count, out, at);
        }

        private void fromReals(int count, ByteBuffer out, int at, boolean again) {
            switch (Elements.domain(to)) {
                case WHOLE -> {
                    if (!again) {
                        losses.countTruncation(reals, count);
                    }
                    Elements.toWholes(to, reals, wholes, count);
                    Elements.writeWholes(to, wholes, count, out, at);
                }
                case REAL -> {
                    if (!again) {
                        losses.countRounding(reals, count);
                    }
                    Elements.writeReals(to, reals, count, out, at);
                }
                case COMPLEX -> {
                    for (int i = 0; i < count; i++) {
                        pairs[2 * i] = reals[i];
                        pairs[2 * i + 1] = 0;
                    }
                    writePairs(count, out, at, again);
                }
            }
        }

        private void fromComplex(int count, ByteBuffer out, int at, boolean again) {
            Elements.readReals(from, bytes, 0, pairs, 2 * count);
            if (to.kind() == DType.Kind.COMPLEX) {
                writePairs(count, out, at, again);
                return;
            }
            boolean truth = to.kind() == DType.Kind.BOOL;
            if (!again && !truth) {
                losses.countImaginary(pairs, count);
            }
            for (int i = 0; i < count; i++) {
                boolean imaginaryCounts = truth && pairs[2 * i + 1] != 0;
                reals[i] = imaginaryCounts ? 1 : pairs[2 * i];
            }
            fromReals(count, out, at, again);
        }

        private void writePairs(int count, ByteBuffer out, int at, boolean again) {
            if (!again) {
                losses.countRounding(pairs, 2 * count);
            }
            Elements.writeReals(to, pairs, 2 * count, out, at);
        }
    }
}
