package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Computation;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Pad;
import java.util.Optional;

/** {@code pad S to [...] with EXPR}: existing values stay at the origin; slots are padded with their start value. */
final class PadHandler implements Handler<Statement.Pad> {
    @Override
    public State execute(Statement.Pad pad, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        DataEdit.SlotChange slots =
                SlotChanges.unlessWithout(pad.head(), SlotChanges.moved((slot, role, variable, changed, evaluator) -> {
                    Shape padded = changed.type().shape();
                    return Pad.of(slot.tensor(), padded, SlotChanges.started(slot, role, padded));
                }));
        return new DataEdit(pad.head(), context)
                .changing(
                        (entry, evaluator) -> {
                            Shape target = shape(pad, evaluator);
                            TensorType type =
                                    new TensorType(entry.tensor().type().dtype(), target);
                            return Pad.of(entry.tensor(), target, filling(pad, type, evaluator));
                        },
                        slots)
                .apply(state, step, "padded");
    }

    private static Tensor filling(Statement.Pad pad, TensorType type, Evaluator evaluator) {
        return Computation.of(pad.fill(), evaluator.filling(type.shape()), Optional.of(type))
                .rounded(type.dtype());
    }

    private static Shape shape(Statement.Pad pad, Evaluator evaluator) {
        return evaluator.shape(pad.shape());
    }
}
