package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Indexing;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Gather;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** {@code select S axis k [0:4, 9] [except [...]]}: positions of an axis in the order in which they are listed. */
final class SelectHandler implements Handler<Statement.Select> {
    @Override
    public State execute(Statement.Select select, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return new DataEdit(select.head(), context)
                .moving((tensor, evaluator) -> selected(tensor, select, evaluator))
                .apply(state, step, "selected from");
    }

    private static Tensor selected(Tensor tensor, Statement.Select select, Evaluator evaluator) {
        int axis = Axes.of(select.axis(), tensor.type(), evaluator);
        long size = Axes.size(tensor.type(), axis, "select from");
        long[] kept = select.kept().isEmpty()
                ? Indexing.positions(size, select.span())
                : Indexing.positions(select.kept(), size, evaluator);
        Set<Long> gone = LongStream.of(Indexing.positions(select.without(), size, evaluator))
                .boxed()
                .collect(Collectors.toSet());
        return Gather.of(
                tensor,
                axis,
                LongStream.of(kept).filter(position -> !gone.contains(position)).toArray());
    }
}
