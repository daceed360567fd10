package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.Concat;

/** {@code concat S axis k -> T}: the tensors of a group, one after another. */
final class ConcatHandler implements Handler<Statement.Concat> {
    @Override
    public State execute(Statement.Concat concat, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Evaluator evaluator = Evaluator.in(context);
        return Gathering.of(concat.head(), concat.target(), context, Gathering.Members.IN_A_ROW)
                .made(parts -> Concat.of(
                        parts,
                        Axes.of(concat.axis(), parts.get(0).type().shape().rank(), evaluator)))
                .apply(state, step, "concatenated");
    }
}
