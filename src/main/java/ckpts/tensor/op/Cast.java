package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The same values in another element type.
 *
 * <table>
 *   <caption>Conversion of a value</caption>
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
public final class Cast extends Elementwise {
    private final Tensor input;
    private final CastLosses losses;

    private Cast(Tensor input, TensorType type) {
        super(type, "cast " + input.type().dtype() + " to " + type.dtype(), List.of(input));
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
                            : dtype + " elements are not numbers"));
        }
    }

    /** The losses in all reading so far. */
    public CastReport report() {
        return losses.report();
    }

    @Override
    Object operation() {
        // Each cast counts its own losses.
        return this;
    }

    @Override
    ColumnType form(int ignored) {
        return ColumnType.of(input.type().dtype());
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        boolean fromFile = !(input instanceof Elementwise);
        return fromFile && HalfFloats.casts(input.type().dtype(), type.dtype())
                ? new HalfReader(holdings)
                : super.reader(holdings);
    }

    @Override
    Kernel kernel(ReaderResources holdings, int chunk) {
        return new Loop(holdings, chunk);
    }

    /** Casts that have a direct path from bytes to bytes. */
    private final class HalfReader extends ElementReader {
        private final int width = input.type().dtype().width();
        private final TensorReader source;
        private final ByteBuffer bytes;
        private final double[] unusual;
        private final HalfFloats halves;

        HalfReader(ReaderResources holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            int chunk = usualChunk(type);
            source = holdings.reader(input);
            bytes = holdings.bytes(chunk * width);
            unusual = holdings.reals(chunk);
            halves = new HalfFloats(holdings, input.type().dtype(), type.dtype(), chunk);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            bytes.clear().limit(count * width);
            source.read(first * width, bytes);
            bytes.clear();
            int found = halves.cast(bytes, count, out, at, unusual);
            if (!again) {
                losses.countElements(count);
                losses.countRounding(unusual, found);
            }
        }
    }

    /** Leaves rounding to the caller, and counts the values that it will change. */
    private final class Loop implements Kernel {
        private final DType from = input.type().dtype();
        private final DType to = type.dtype();
        private final Elements.Domain target = Elements.domain(to);
        private final double[] reals;

        Loop(ReaderResources holdings, int chunk) {
            reals = holdings.reals(chunk);
        }

        @Override
        public void apply(Column[] inputs, Column out, int count, boolean again) {
            if (!again) {
                losses.countElements(count);
            }
            switch (Elements.domain(from)) {
                case WHOLE -> fromWholes(inputs[0].wholes(), out, count, again);
                case REAL -> fromReals(inputs[0].reals(), out, count, again);
                case COMPLEX -> fromComplex(inputs[0].reals(), out, count, again);
            }
        }

        private void fromWholes(long[] values, Column out, int count, boolean again) {
            if (target != Elements.Domain.WHOLE) {
                if (to == DType.FLOAT64 || to == DType.COMPLEX128) {
                    Elements.toDoubles(from, values, reals, count);
                } else {
                    Elements.toDoublesForNarrowing(from, values, reals, count);
                }
                fromReals(reals, out, count, again);
                return;
            }
            if (!again) {
                losses.countWrapping(values, count, from == DType.UINT64);
            }
            System.arraycopy(values, 0, out.wholes(), 0, count);
        }

        private void fromReals(double[] values, Column out, int count, boolean again) {
            switch (target) {
                case WHOLE -> {
                    if (!again) {
                        losses.countTruncation(values, count);
                    }
                    Elements.toWholes(to, values, out.wholes(), count);
                }
                case REAL -> {
                    if (!again) {
                        losses.countRounding(values, count);
                    }
                    System.arraycopy(values, 0, out.reals(), 0, count);
                }
                case COMPLEX -> {
                    Elements.toPairs(values, out.reals(), count);
                    countPairs(out.reals(), count, again);
                }
            }
        }

        private void fromComplex(double[] pairs, Column out, int count, boolean again) {
            if (target == Elements.Domain.COMPLEX) {
                countPairs(pairs, count, again);
                System.arraycopy(pairs, 0, out.reals(), 0, 2 * count);
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
            fromReals(reals, out, count, again);
        }

        private void countPairs(double[] pairs, int count, boolean again) {
            if (!again) {
                losses.countRounding(pairs, 2 * count);
            }
        }
    }
}
