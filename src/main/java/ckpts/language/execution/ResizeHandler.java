package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Indexing;
import ckpts.language.semantics.InterpolationCall;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Resize;

/** {@code resize S to [...] with METHOD(...)}: interpolation, of axes or of a grid of tokens; slots cannot follow. */
final class ResizeHandler implements Handler<Statement.Resize> {
    @Override
    public State execute(Statement.Resize resize, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return new DataEdit(resize.head(), context)
                .changing((entry, evaluator) -> resized(resize, entry, evaluator), SlotChanges.refused(resize.head()))
                .apply(state, step, "resized");
    }

    private static Tensor resized(Statement.Resize resize, Entry entry, Evaluator evaluator) {
        Tensor tensor = entry.tensor();
        Shape target = evaluator.shape(resize.shape());
        InterpolationCall call = InterpolationCall.of(resize.method(), evaluator);
        if (call.grid().isEmpty()) {
            return Resize.of(tensor, target, call.interpolation());
        }
        InterpolationCall.Grid grid = call.grid().get();
        int axis = Indexing.axis(
                grid.axis(), tensor.type().shape().rank(), resize.method().span());
        Tensor resized = Resize.tokens(tensor, axis, grid.prefix(), grid.from(), grid.to(), call.interpolation());
        if (!resized.type().shape().equals(target)) {
            Shape made = resized.type().shape();
            throw new TensorTypeException(
                    "cannot resize " + tensor.type() + " to " + target + ": the grid makes it " + made,
                    "write to " + made);
        }
        return resized;
    }
}
