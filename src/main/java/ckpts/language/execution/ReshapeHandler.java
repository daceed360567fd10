package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.ElementCount;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.Reshape;
import java.util.List;

/** {@code reshape S to [...]}; one size may be -1. */
final class ReshapeHandler implements Handler<Statement.Reshape> {
    @Override
    public State execute(Statement.Reshape reshape, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Expression shape = reshape.shape();
        return new DataEdit(reshape.head(), context)
                .changing(
                        (entry, evaluator) -> Reshape.infer(entry.tensor(), sizes(shape, evaluator)),
                        SlotChanges.moved((slot, role, variable, changed, evaluator) ->
                                Reshape.of(slot.tensor(), changed.type().shape())))
                .apply(state, step, "reshaped");
    }

    private static long[] sizes(Expression shape, Evaluator evaluator) {
        List<Long> sizes = evaluator.wholes(shape);
        ElementCount.require(sizes, shape.span());
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }
}
