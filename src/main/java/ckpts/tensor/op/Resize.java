package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.ArrayList;
import java.util.List;

/** Axes of other sizes by interpolation: kernels, tables of relative positions, grids of tokens. */
public final class Resize {
    /** Each position of the result has weights of its own, which are kept while it is read. */
    private static final long LONGEST = 1 << 22;

    private Resize() {}

    /**
     * Interpolates every axis whose size changes, in float64; the result is rounded once to the input's element type.
     *
     * @throws TensorTypeException if ranks differ, an axis has or gets no positions, or elements are not real numbers
     */
    public static Tensor of(Tensor input, Shape target, Interpolation interpolation) {
        TensorType from = input.type();
        if (interpolation.isNearest()) {
            Moves.requireFixedWidth(from, "resize");
        } else {
            Blocks.requireReal(input, "interpolate");
        }
        if (target.rank() != from.shape().rank()) {
            throw new TensorTypeException(
                    "cannot resize " + from + " to " + target + ": it has "
                            + from.shape().countedAxes(),
                    "write a size for each of its axes, or reshape it first");
        }
        Tensor resized = input;
        for (int axis = 0; axis < target.rank(); axis++) {
            long in = from.shape().dimension(axis);
            long out = target.dimension(axis);
            if (in != out) {
                requireSize(from, target, in);
                requireSize(from, target, out);
                resized = interpolation.isNearest()
                        ? Gather.of(resized, axis, interpolation.nearest(in, (int) out))
                        : new Resample(resized, axis, (int) out, interpolation);
            }
        }
        return Cast.of(resized, from.dtype());
    }

    private static void requireSize(TensorType from, Shape target, long size) {
        if (size < 1 || size > LONGEST) {
            throw new TensorTypeException("cannot resize " + from + " to " + target + ": an axis of " + size
                    + " positions cannot be interpolated: there can be 1 to " + LONGEST);
        }
    }

    /**
     * Tokens of a grid, after others that are kept: the positions of a vision transformer.
     *
     * <pre>
     *   axis   [prefix | row 0 of the grid | row 1 | ...]
     * </pre>
     *
     * @param axis of the tokens
     * @param prefix how many tokens before the grid are kept as they are
     * @param grid sizes of the grid that the axis holds
     * @param target sizes of the grid that it is to hold
     * @throws TensorTypeException if they do not fill the axis
     */
    public static Tensor tokens(
            Tensor input, int axis, long prefix, List<Long> grid, List<Long> target, Interpolation interpolation) {
        TensorType from = input.type();
        Moves.requireAxis(from, axis, "resize");
        long size = from.shape().dimension(axis);
        long cells = product(grid);
        if (prefix + cells != size) {
            throw new TensorTypeException(
                    "cannot resize " + from + " on axis " + axis + ": it has " + size + " positions, "
                            + (prefix == 0 ? "" : "a prefix of " + prefix + " and ") + "a grid of " + grid
                            + (prefix == 0 ? " makes " : " make ") + (prefix + cells),
                    remedy(size, cells));
        }
        Tensor resized = Reshape.of(Slice.along(input, axis, prefix, size), opened(from.shape(), axis, grid));
        Tensor cellsOfTarget = of(resized, opened(from.shape(), axis, target), interpolation);
        Tensor flat = Reshape.of(cellsOfTarget, from.shape().with(axis, product(target)));
        return prefix == 0 ? flat : Concat.of(List.of(Slice.along(input, axis, 0, prefix), flat), axis);
    }

    /** A prefix for the positions outside the grid, or a square grid that fits the axis. */
    private static String remedy(long size, long cells) {
        if (cells <= size) {
            return "write prefix = " + (size - cells) + ", which fills the axis";
        }
        long side = (long) Math.sqrt(size);
        return "write prefix = " + (size - side * side) + ", grid = [" + side + ", " + side + "], which fills the axis";
    }

    private static long product(List<Long> sizes) {
        try {
            return sizes.stream().reduce(1L, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new TensorTypeException("cannot resize to a grid of " + sizes + ": it has more than 2^63 cells");
        }
    }

    private static Shape opened(Shape shape, int axis, List<Long> grid) {
        List<Long> sizes = new ArrayList<>(shape.dimensions());
        sizes.remove(axis);
        sizes.addAll(axis, grid);
        return Shape.of(sizes);
    }
}
