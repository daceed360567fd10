package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Indexing;
import ckpts.language.syntax.Statement;

/** {@code slice S [0:128, :]}: end excluded; a single position removes its axis. */
final class SliceHandler implements Handler<Statement.Slice> {
    @Override
    public State execute(Statement.Slice slice, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return new DataEdit(slice.head(), context)
                .moving((tensor, evaluator) -> Indexing.slice(tensor, slice.ranges(), slice.span(), evaluator))
                .apply(state, step, "sliced");
    }
}
