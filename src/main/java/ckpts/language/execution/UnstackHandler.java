package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Slice;

/** {@code unstack S axis k -> T}: a tensor for each position of an axis, without that axis. */
final class UnstackHandler implements Handler<Statement.Unstack> {
    @Override
    public State execute(Statement.Unstack unstack, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return Spreading.of(unstack.head(), unstack.target(), context, tensor -> cut(unstack, tensor))
                .apply(state, step, "unstacked");
    }

    private static void cut(Statement.Unstack unstack, Spreading tensor) {
        TensorType type = tensor.entry().tensor().type();
        int axis = Axes.of(unstack.axis(), type, tensor.evaluator());
        long size = tensor.located(() -> Axes.size(type, axis, "unstack"));
        tensor.requireParts(size);
        for (int part = 0; part < size; part++) {
            int at = part;
            tensor.make(part, sources -> at(sources.get(0), axis, at));
        }
    }

    private static Tensor at(Tensor tensor, int axis, long position) {
        return Reshape.of(
                Slice.along(tensor, axis, position, position + 1),
                tensor.type().shape().removing(axis));
    }
}
