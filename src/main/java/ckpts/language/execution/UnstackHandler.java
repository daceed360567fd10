package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Slice;
import java.util.List;

/** {@code unstack S axis k -> T}: a tensor for each position of an axis, without that axis. */
final class UnstackHandler implements Handler<Statement.Unstack> {
    @Override
    public State execute(Statement.Unstack unstack, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Recombination parts =
                new Recombination(unstack.selector(), unstack.optional(), "unstack", unstack.span(), context);
        Touched.require(unstack.expect(), parts.selected().size(), Evaluator.in(context));
        Targets targets = Targets.spreading(unstack.target(), context);
        for (Selected one : parts.selected()) {
            Entry entry = parts.entry(one);
            TensorType type = entry.tensor().type();
            List<String> names = targets.all(one, unstack.selector().span());
            int axis = Axes.of(unstack.axis(), type, parts.evaluator(one));
            long size = parts.located(List.of(entry), () -> Axes.size(type, axis, "unstack"));
            Spreading.requireNames(entry, size, names.size(), unstack.target().span());
            for (int part = 0; part < names.size(); part++) {
                int at = part;
                parts.make(names.get(part), List.of(entry), sources -> at(sources.get(0), axis, at));
            }
        }
        return parts.apply(state, step, "unstacked");
    }

    private static Tensor at(Tensor tensor, int axis, long position) {
        return Reshape.of(
                Slice.along(tensor, axis, position, position + 1),
                tensor.type().shape().removing(axis));
    }
}
