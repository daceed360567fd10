package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.ObservedCast;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.CastLosses;
import ckpts.tensor.kernel.Column;
import ckpts.tensor.kernel.ColumnType;
import ckpts.tensor.kernel.ElementReader;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.HalfFloats;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

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
 * <p>Readers report every value that lost more than digits to the {@link ckpts.tensor.Observations} of their run.
 */
public final class Cast extends Elementwise {
    private final Tensor input;
    private final boolean observed;

    private Cast(Tensor input, TensorType type, boolean observed) {
        super(type, "cast " + input.type().dtype() + " to " + type.dtype(), List.of(input));
        this.input = input;
        this.observed = observed;
    }

    /**
     * A cast; the input itself if it has that type already.
     *
     * @throws TensorTypeException if either type is quantized or opaque
     */
    public static Tensor of(Tensor input, DType dtype) {
        return of(input, dtype, CastLosses.arePossible(input.type().dtype(), dtype));
    }

    /** A cast whose losses are not reported. */
    static Tensor unobserved(Tensor input, DType dtype) {
        return of(input, dtype, false);
    }

    private static Tensor of(Tensor input, DType dtype, boolean observed) {
        TensorType from = input.type();
        if (from.dtype() == dtype) {
            return input;
        }
        TensorType type = new TensorType(dtype, from.shape());
        requireNumeric(from, type, from.dtype());
        requireNumeric(from, type, dtype);
        return new Cast(input, type, observed);
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

    @Override
    public Optional<Tensor> observedCast() {
        return observed ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean isObserved() {
        return observed || super.isObserved();
    }

    @Override
    protected Object operation() {
        // Losses are reported for each cast.
        return this;
    }

    @Override
    protected ColumnType form(int ignored) {
        return ColumnType.of(input.type().dtype());
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        boolean fromFile = !(input instanceof Elementwise);
        return fromFile && HalfFloats.casts(input.type().dtype(), type.dtype())
                ? new HalfReader(holdings)
                : super.reader(holdings);
    }

    @Override
    protected Kernel kernel(ReaderResources holdings, int chunk) {
        return new Loop(holdings, chunk);
    }

    /** Reports the losses of one reader's chunks; in plain loops, for they run cold. */
    private final class Reporting {
        private final Optional<ObservedCast> run;

        Reporting(ReaderResources holdings) {
            run = observedCast().map(holdings.scratch().observations()::of);
        }

        /** Counts those elements of a chunk that the run has not seen yet. */
        CastLosses begin(long first, int count) {
            return new CastLosses(type.dtype(), run.isPresent() ? run.get().take(first, count) : List.of());
        }

        void end(CastLosses losses) {
            if (!losses.parts().isEmpty()) {
                run.orElseThrow().add(losses.report());
            }
        }
    }

    /** Casts that have a direct path from bytes to bytes. */
    private final class HalfReader extends ElementReader {
        private final Reporting reporting;
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
            reporting = new Reporting(holdings);
        }

        @Override
        protected void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            bytes.clear().limit(count * width);
            source.read(first * width, bytes);
            bytes.clear();
            CastLosses losses = reporting.begin(first, count);
            int done = 0;
            for (ObservedCast.Part part : losses.parts()) {
                cast(done, part.from(), out, at);
                int found = cast(part.from(), part.to(), out, at);
                losses.countRounding(unusual, 0, found);
                done = part.to();
            }
            cast(done, count, out, at);
            reporting.end(losses);
        }

        /** Casts some elements of a chunk; returns how many of them were unusual. */
        private int cast(int from, int to, ByteBuffer out, int at) {
            return from == to
                    ? 0
                    : halves.cast(
                            bytes,
                            from,
                            to - from,
                            out,
                            at + from * type.dtype().width(),
                            unusual);
        }
    }

    /** Leaves rounding to the caller, and counts the values that it will change. */
    private final class Loop implements Kernel {
        private final Reporting reporting;
        private final DType from = input.type().dtype();
        private final DType to = type.dtype();
        private final Elements.Domain target = Elements.domain(to);
        private final double[] reals;

        Loop(ReaderResources holdings, int chunk) {
            reals = holdings.reals(chunk);
            reporting = new Reporting(holdings);
        }

        @Override
        public void apply(long first, Column[] inputs, Column out, int count) {
            CastLosses losses = reporting.begin(first, count);
            switch (Elements.domain(from)) {
                case WHOLE -> fromWholes(inputs[0].wholes(), out, count, losses);
                case REAL -> fromReals(inputs[0].reals(), out, count, losses);
                case COMPLEX -> fromComplex(inputs[0].reals(), out, count, losses);
            }
            reporting.end(losses);
        }

        private void fromWholes(long[] values, Column out, int count, CastLosses losses) {
            if (target != Elements.Domain.WHOLE) {
                if (to == DType.FLOAT64 || to == DType.COMPLEX128) {
                    Elements.toDoubles(from, values, reals, count);
                } else {
                    Elements.toDoublesForNarrowing(from, values, reals, count);
                }
                fromReals(reals, out, count, losses);
                return;
            }
            losses.countWrapping(values, from == DType.UINT64);
            System.arraycopy(values, 0, out.wholes(), 0, count);
        }

        private void fromReals(double[] values, Column out, int count, CastLosses losses) {
            switch (target) {
                case WHOLE -> {
                    losses.countTruncation(values);
                    Elements.toWholes(to, values, out.wholes(), count);
                }
                case REAL -> {
                    losses.countRounding(values);
                    System.arraycopy(values, 0, out.reals(), 0, count);
                }
                case COMPLEX -> {
                    Elements.toPairs(values, out.reals(), count);
                    losses.countRounding(out.reals());
                }
            }
        }

        private void fromComplex(double[] pairs, Column out, int count, CastLosses losses) {
            if (target == Elements.Domain.COMPLEX) {
                losses.countRounding(pairs);
                System.arraycopy(pairs, 0, out.reals(), 0, 2 * count);
                return;
            }
            boolean truth = to.kind() == DType.Kind.BOOL;
            if (!truth) {
                losses.countImaginary(pairs);
            }
            for (int i = 0; i < count; i++) {
                boolean imaginaryCounts = truth && pairs[2 * i + 1] != 0;
                reals[i] = imaginaryCounts ? 1 : pairs[2 * i];
            }
            fromReals(reals, out, count, losses);
        }
    }
}
