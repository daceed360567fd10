package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.Flip;

/** {@code flip S axis k}: the positions of an axis in reverse order. */
final class FlipHandler implements Handler<Statement.Flip> {
    @Override
    public State execute(Statement.Flip flip, Step step, State state, Execution execution) {
        return new DataEdit(flip.head(), execution.context(state))
                .moving((tensor, evaluator) -> Flip.of(tensor, Axes.of(flip.axis(), tensor.type(), evaluator)))
                .apply(state, step, "flipped");
    }
}
