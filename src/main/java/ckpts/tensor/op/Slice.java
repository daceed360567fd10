package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.Arrays;

/** Some positions of every axis: start included, stop excluded, in steps of at least 1. */
public final class Slice extends StridedTensor {
    private Slice(Tensor input, TensorType type, Strides strides, String ranges) {
        super(type, "slice " + ranges, input, strides);
    }

    /**
     * One entry per axis; a stop past the end is an error, not cut short.
     *
     * @throws TensorTypeException if the ranges do not fit the input's shape, or elements have no fixed width
     */
    public static Tensor of(Tensor input, long[] starts, long[] stops, long[] steps) {
        TensorType from = input.type();
        int rank = from.shape().rank();
        Moves.requireFixedWidth(from, "slice");
        if (starts.length != rank || stops.length != rank || steps.length != rank) {
            throw new TensorTypeException("cannot slice " + from + " with " + starts.length + " ranges: it has "
                    + from.shape().countedAxes());
        }
        long[] inputSteps = from.shape().strides();
        long[] sizes = new long[rank];
        long base = 0;
        for (int axis = 0; axis < rank; axis++) {
            requireRange(from, axis, starts[axis], stops[axis], steps[axis]);
            sizes[axis] = (stops[axis] - starts[axis] + steps[axis] - 1) / steps[axis];
            base += starts[axis] * inputSteps[axis];
            inputSteps[axis] = sizes[axis] <= 1 ? 0 : steps[axis] * inputSteps[axis];
        }
        Shape shape = Shape.of(sizes);
        if (shape.equals(from.shape())) {
            return input;
        }
        TensorType type = new TensorType(from.dtype(), shape);
        return new Slice(input, type, Strides.of(base, shape, inputSteps), spell(from, starts, stops, steps));
    }

    /** Positions {@code start} to {@code stop - 1} of one axis, all of the others. */
    public static Tensor along(Tensor input, int axis, long start, long stop) {
        long[] starts = new long[input.type().shape().rank()];
        long[] stops = input.type().shape().toArray();
        long[] steps = new long[starts.length];
        Arrays.fill(steps, 1);
        Moves.requireAxis(input.type(), axis, "slice");
        starts[axis] = start;
        stops[axis] = stop;
        return of(input, starts, stops, steps);
    }

    private static void requireRange(TensorType from, int axis, long start, long stop, long step) {
        long size = from.shape().dimension(axis);
        if (step < 1) {
            throw new TensorTypeException("cannot slice " + from + " in steps of " + step + " on axis " + axis
                    + ": steps must be at least 1");
        }
        if (start < 0 || stop < start || stop > size) {
            throw new TensorTypeException("cannot slice " + from + " from " + start + " to " + stop + " on axis " + axis
                    + ": it has positions 0 to " + size);
        }
    }

    private static String spell(TensorType from, long[] starts, long[] stops, long[] steps) {
        StringBuilder text = new StringBuilder("[");
        for (int axis = 0; axis < starts.length; axis++) {
            text.append(axis == 0 ? "" : ", ");
            boolean whole = starts[axis] == 0 && stops[axis] == from.shape().dimension(axis);
            text.append(whole ? ":" : starts[axis] + ":" + stops[axis]);
            text.append(steps[axis] == 1 ? "" : ":" + steps[axis]);
        }
        return text.append("]").toString();
    }

    @Override
    public boolean isView() {
        return true;
    }
}
