package ckpts.tensor.op;

import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;

/** Requirements of operations that move elements without computing. */
public final class Moves {
    private Moves() {}

    /** @throws TensorTypeException if elements have no fixed width */
    static void requireFixedWidth(TensorType type, String verb) {
        if (!type.dtype().isFixedWidth()) {
            throw new TensorTypeException("cannot " + verb + " " + type + ": " + type.dtype()
                    + " elements have no fixed width, the tensor can only be kept whole");
        }
    }

    /** @throws TensorTypeException if there is no such axis */
    public static void requireAxis(TensorType type, int axis, String verb) {
        int rank = type.shape().rank();
        if (axis < 0 || axis >= rank) {
            throw new TensorTypeException("cannot " + verb + " " + type + " on axis " + axis + ": "
                    + (rank == 0 ? "a scalar has no axes" : "its axes are 0 to " + (rank - 1)));
        }
    }
}
