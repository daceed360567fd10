package ckpts.language.execution;

import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Indexing;
import ckpts.language.syntax.Expression;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Moves;

/** Axes as scripts write them: negative ones count from the end. */
final class Axes {
    private Axes() {}

    /** The axis of a tensor of this rank; a number that is not an axis stays as written, for operations to refuse. */
    static int of(Expression axis, int rank, Evaluator evaluator) {
        return Indexing.axis(evaluator.whole(axis), rank, axis.span());
    }

    static int of(Expression axis, TensorType type, Evaluator evaluator) {
        return of(axis, type.shape().rank(), evaluator);
    }

    /**
     * The number of positions that a tensor has on an axis.
     *
     * @throws TensorTypeException if there is no such axis
     */
    static long size(TensorType type, int axis, String verb) {
        Moves.requireAxis(type, axis, verb);
        return type.shape().dimension(axis);
    }
}
