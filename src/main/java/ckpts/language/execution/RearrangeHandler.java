package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Rearrangement;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import java.util.List;

/** {@code rearrange S by "h w i o -> o i h w"}: axes by name, split and merged. */
final class RearrangeHandler implements Handler<Statement.Rearrange> {
    @Override
    public State execute(Statement.Rearrange rearrange, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        List<Rearrangement.Size> sizes = rearrange.sizes().stream()
                .map(size -> new Rearrangement.Size(size.name(), size.value()))
                .toList();
        return new DataEdit(
                        rearrange.selector(),
                        rearrange.optional(),
                        "rearrange",
                        rearrange.expect(),
                        rearrange.span(),
                        context)
                .changing(
                        (entry, evaluator) -> moved(entry.tensor(), rearrange, sizes, evaluator),
                        SlotChanges.moved((slot, role, variable, changed, evaluator) ->
                                moved(slot.tensor(), rearrange, sizes, evaluator)))
                .apply(state, step, "rearranged");
    }

    private static Tensor moved(
            Tensor tensor, Statement.Rearrange rearrange, List<Rearrangement.Size> sizes, Evaluator evaluator) {
        return Rearrangement.of(tensor, rearrange.pattern(), sizes, evaluator);
    }
}
