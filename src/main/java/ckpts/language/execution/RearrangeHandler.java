package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Rearrangement;
import ckpts.language.syntax.Statement;
import java.util.List;

/** {@code rearrange S by "h w i o -> o i h w"}: axes by name, split and merged. */
final class RearrangeHandler implements Handler<Statement.Rearrange> {
    @Override
    public State execute(Statement.Rearrange rearrange, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        List<Rearrangement.Size> sizes = rearrange.sizes().stream()
                .map(size -> new Rearrangement.Size(size.name(), size.value()))
                .toList();
        return new DataEdit(rearrange.head(), context)
                .moving((tensor, evaluator) -> Rearrangement.of(tensor, rearrange.pattern(), sizes, evaluator))
                .apply(state, step, "rearranged");
    }
}
