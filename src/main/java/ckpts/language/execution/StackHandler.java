package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.Concat;

/** {@code stack S axis k -> T}: the tensors of a group, one after another along a new axis. */
final class StackHandler implements Handler<Statement.Stack> {
    @Override
    public State execute(Statement.Stack stack, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Evaluator evaluator = Evaluator.in(context);
        return Gathering.of(stack.head(), stack.target(), context, Gathering.Members.IN_A_ROW)
                .made(parts -> Concat.stacked(
                        parts, Axes.of(stack.axis(), parts.get(0).type().shape().rank() + 1, evaluator)))
                .apply(state, step, "stacked");
    }
}
