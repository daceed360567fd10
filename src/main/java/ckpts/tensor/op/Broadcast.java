package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Strides;

/** Axes of size 1, and missing outer ones, repeated as often as the target shape asks: NumPy's broadcasting. */
public final class Broadcast extends StridedTensor {
    private Broadcast(Tensor input, TensorType type, Strides strides) {
        super(type, "broadcast " + input.type().shape() + " to " + type.shape(), input, strides);
    }

    /** @throws TensorTypeException if an axis is neither 1 nor that of the target */
    public static Tensor of(Tensor input, Shape shape) {
        TensorType from = input.type();
        if (from.shape().equals(shape)) {
            return input;
        }
        Moves.requireFixedWidth(from, "broadcast");
        if (!fits(from.shape(), shape)) {
            throw mismatch(from, shape);
        }
        int added = shape.rank() - from.shape().rank();
        long[] inputSteps = from.shape().strides();
        long[] steps = new long[shape.rank()];
        for (int axis = added; axis < shape.rank(); axis++) {
            long size = from.shape().dimension(axis - added);
            steps[axis] = size == 1 ? 0 : inputSteps[axis - added];
        }
        return new Broadcast(input, new TensorType(from.dtype(), shape), Strides.of(0, shape, steps));
    }

    /** Whether a tensor of one shape can be broadcast to another. */
    public static boolean fits(Shape from, Shape to) {
        int added = to.rank() - from.rank();
        boolean fits = added >= 0;
        for (int axis = 0; fits && axis < from.rank(); axis++) {
            fits = from.dimension(axis) == 1 || from.dimension(axis) == to.dimension(axis + added);
        }
        return fits;
    }

    private static TensorTypeException mismatch(TensorType from, Shape shape) {
        return new TensorTypeException(
                "cannot broadcast " + from + " to " + shape + ": counted from the last axis, sizes must be equal or 1",
                ShapeFix.broadcasting(from.shape(), shape, "it"));
    }

    /**
     * The shape that two shapes broadcast to.
     *
     * @param verb of the operation, for the message
     * @throws TensorTypeException if there is none
     */
    static Shape common(TensorType left, TensorType right, String verb) {
        int rank = Math.max(left.shape().rank(), right.shape().rank());
        long[] sizes = new long[rank];
        for (int back = 1; back <= rank; back++) {
            long a = fromEnd(left.shape(), back);
            long b = fromEnd(right.shape(), back);
            if (a != b && a != 1 && b != 1) {
                throw new TensorTypeException(
                        "cannot " + verb + " " + left + " and " + right
                                + ": counted from the last axis, sizes must be equal or 1, but axis -" + back + " has "
                                + a
                                + " and " + b,
                        ShapeFix.broadcasting(left.shape(), right.shape()));
            }
            sizes[rank - back] = a == 1 ? b : a;
        }
        return Shape.of(sizes);
    }

    private static long fromEnd(Shape shape, int back) {
        return back <= shape.rank() ? shape.dimension(shape.rank() - back) : 1;
    }
}
