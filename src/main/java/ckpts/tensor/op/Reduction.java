package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Blocks;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One number for all elements along some axes: a sum, a mean, an extreme, a norm.
 *
 * <table>
 *   <caption>Element types</caption>
 *   <tr><td>sum</td><td>of bool and integers: int64, of unsigned ones uint64, and wraps; of floats: their
 *   type</td></tr> <tr><td>min, max</td><td>that of the elements; a NaN among them is the result</td></tr>
 *   <tr><td>mean, norm, std</td><td>of bool and integers: float64; of floats: their type</td></tr>
 * </table>
 *
 * <p>Floats are added as float64 and rounded once: 128 at a time in order, and these sums pairwise, always the same
 * pairs, so that the result depends on the values and the shape alone. All of these are defined for real numbers only.
 */
public final class Reduction extends Computed {
    private final Kind kind;
    private final Tensor source;
    private final long outer;
    private final long length;
    private final long inner;

    /** Kinds of reductions. */
    public enum Kind {
        SUM("sum"),
        MEAN("mean"),
        MIN("min"),
        MAX("max"),
        /** The Euclidean one: the square root of the sum of squares. */
        NORM("norm"),
        /** The norm divided by the square root of the number of elements. */
        ROOT_MEAN_SQUARE("root mean square");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        private String verb() {
            return taking(noun);
        }

        boolean isExtreme() {
            return this == MIN || this == MAX;
        }

        private DType result(DType from) {
            if (isExtreme() || from.isFloat()) {
                return from;
            }
            if (this == SUM) {
                return from.kind() == DType.Kind.UNSIGNED ? DType.UINT64 : DType.INT64;
            }
            return DType.FLOAT64;
        }
    }

    /** @param source of which {@code length} elements, {@code inner} apart, make one of the result */
    private Reduction(TensorType type, String text, Kind kind, Tensor input, Tensor source, long length, long inner) {
        super(type, text, input);
        this.kind = kind;
        this.source = source;
        this.outer = type.shape().elementCount() / Math.max(1, inner);
        this.length = length;
        this.inner = inner;
    }

    /**
     * A reduction.
     *
     * @param axes to reduce; all if empty
     * @param keep whether they stay, with one position each
     * @throws TensorTypeException if elements are not real numbers, there is no such axis or it is given twice, or an
     *     extreme of nothing is asked for
     */
    public static Tensor of(Kind kind, Tensor input, Optional<int[]> axes, boolean keep) {
        TensorType from = input.type();
        Blocks.requireReal(input, kind.verb());
        boolean[] reduced = reduced(kind, from, axes);
        int[] kept = axesThatAre(false, reduced);
        int[] gone = axesThatAre(true, reduced);
        String text = kind.noun + (axes.isEmpty() ? "" : " over axes " + Arrays.toString(gone));
        long length = product(from.shape(), IntStream.of(gone));
        long[] sizes = IntStream.range(0, reduced.length)
                .filter(axis -> keep || !reduced[axis])
                .mapToLong(axis -> reduced[axis] ? 1 : from.shape().dimension(axis))
                .toArray();
        TensorType type = new TensorType(kind.result(from.dtype()), Shape.of(sizes));
        if (length == 0 && type.shape().elementCount() > 0) {
            return ofNothing(kind, from, type);
        }
        boolean together = gone.length == 0 || gone[gone.length - 1] - gone[0] == gone.length - 1;
        if (!together) {
            int[] order =
                    IntStream.concat(IntStream.of(kept), IntStream.of(gone)).toArray();
            return ComputedOnce.of(new Reduction(type, text, kind, input, Transpose.of(input, order), length, 1));
        }
        int after = gone.length == 0 ? reduced.length : gone[gone.length - 1] + 1;
        long inner = product(from.shape(), IntStream.range(after, reduced.length));
        return ComputedOnce.of(new Reduction(type, text, kind, input, input, length, inner));
    }

    /**
     * The standard deviation of the population: of float64 differences from the mean, in two passes.
     *
     * @throws TensorTypeException as {@link #of}
     */
    public static Tensor std(Tensor input, Optional<int[]> axes, boolean keep) {
        Blocks.requireReal(input, taking("std"));
        Tensor wide = Cast.of(input, DType.FLOAT64);
        Tensor deviations = Arithmetic.subtract(wide, of(Kind.MEAN, wide, axes, true));
        Tensor result = of(Kind.ROOT_MEAN_SQUARE, deviations, axes, keep);
        return input.type().dtype().isFloat() ? Cast.of(result, input.type().dtype()) : result;
    }

    private static String taking(String noun) {
        return "take the " + noun + " of";
    }

    private static boolean[] reduced(Kind kind, TensorType from, Optional<int[]> axes) {
        boolean[] reduced = new boolean[from.shape().rank()];
        Arrays.fill(reduced, axes.isEmpty());
        for (int axis : axes.orElse(new int[0])) {
            Moves.requireAxis(from, axis, kind.verb());
            if (reduced[axis]) {
                throw new TensorTypeException(
                        "cannot " + kind.verb() + " " + from + " over axis " + axis + " twice: list each axis once");
            }
            reduced[axis] = true;
        }
        return reduced;
    }

    private static int[] axesThatAre(boolean wanted, boolean[] reduced) {
        return IntStream.range(0, reduced.length)
                .filter(axis -> reduced[axis] == wanted)
                .toArray();
    }

    private static long product(Shape shape, IntStream axes) {
        return axes.mapToLong(shape::dimension).reduce(1, (a, b) -> a * b);
    }

    private static Tensor ofNothing(Kind kind, TensorType from, TensorType type) {
        return switch (kind) {
            case SUM, NORM -> Constant.zeros(type);
            case MEAN, ROOT_MEAN_SQUARE -> Constant.of(type, Double.NaN);
            case MIN, MAX ->
                throw new TensorTypeException("cannot " + kind.verb() + " " + from + ": there are no elements");
        };
    }

    Kind kind() {
        return kind;
    }

    Tensor source() {
        return source;
    }

    /** Groups of columns, one after the other. */
    long outer() {
        return outer;
    }

    /** Elements that are reduced to one of the result. */
    long length() {
        return length;
    }

    /** Neighbouring columns in the source: elements between two that are reduced to the same one of the result. */
    long inner() {
        return inner;
    }

    @Override
    protected List<Tensor> opened() {
        return List.of(source);
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        boolean whole = Elements.domain(type().dtype()) == Elements.Domain.WHOLE;
        ReductionReader.Tile tile = ReductionReader.Tile.of(this, holdings.scratch());
        return new ReductionReader(
                holdings,
                this,
                tile,
                whole ? new WholeAccumulator(holdings, this, tile) : new RealAccumulator(holdings, this, tile));
    }
}
