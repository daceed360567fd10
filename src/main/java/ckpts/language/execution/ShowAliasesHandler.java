package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.inspection.Listing;
import ckpts.language.syntax.Statement;

/** {@code show aliases}. */
final class ShowAliasesHandler implements Handler<Statement.ShowAliases> {
    @Override
    public State execute(Statement.ShowAliases show, Step step, State state, Execution execution) {
        return state.saying(new Event.Shown(
                show.span(),
                Listing.aliases(execution.context(state).subject(show.span()).current())));
    }
}
