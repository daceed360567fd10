package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.syntax.Statement;
import java.util.Optional;

/** {@code update S = EXPR}, with {@code it} the matched tensor. */
final class UpdateHandler implements Handler<Statement.Update> {
    @Override
    public State execute(Statement.Update update, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return new DataEdit(update.selector(), update.optional(), "update", update.expect(), update.span(), context)
                .changing(
                        (entry, evaluator) -> evaluator.tensor(
                                update.value(), Optional.of(entry.tensor().type())),
                        SlotChanges.refused(update.slots(), "update"))
                .apply(state, step, "updated");
    }
}
