package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.inspection.Listing;
import ckpts.language.syntax.Statement;
import java.util.List;

/** {@code show [S]}: names, types, sizes. */
final class ShowHandler implements Handler<Statement.Show> {
    @Override
    public State execute(Statement.Show show, Step step, State state, Execution execution) {
        List<Entry> entries = Entries.of(show.selector(), execution.context(state), show.span());
        return state.saying(new Event.Shown(show.span(), Listing.of(entries)));
    }
}
