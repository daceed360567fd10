package ckpts.language.execution;

import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Expression;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Moves;

/** Axes as scripts write them: negative ones count from the end. */
final class Axes {
    private Axes() {}

    /** The axis of a tensor that has so many; what is none stays as it is written, for operations to refuse. */
    static int of(Expression axis, int rank, Evaluator evaluator) {
        return counted(evaluator.whole(axis), rank);
    }

    static int counted(long written, TensorType type) {
        return counted(written, type.shape().rank());
    }

    private static int counted(long written, int rank) {
        long counted = written < 0 && written + rank >= 0 ? written + rank : written;
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, counted));
    }

    static int of(Expression axis, TensorType type, Evaluator evaluator) {
        return of(axis, type.shape().rank(), evaluator);
    }

    /**
     * How many positions a tensor has on an axis.
     *
     * @throws TensorTypeException if there is no such axis
     */
    static long size(TensorType type, int axis, String verb) {
        Moves.requireAxis(type, axis, verb);
        return type.shape().dimension(axis);
    }
}
