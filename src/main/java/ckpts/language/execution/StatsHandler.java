package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.inspection.StatisticsTable;
import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** {@code stats S}: reads the values, in the second phase. */
final class StatsHandler implements Handler<Statement.Stats> {
    @Override
    public State execute(Statement.Stats stats, Step step, State state, Execution execution) {
        List<Entry> entries = Entries.of(Optional.of(stats.selector()), execution.context(state), stats.span());
        return state.saying(new Event.Pending(
                stats.span(),
                step.text(),
                false,
                entries.stream().map(Entry::tensor).toList(),
                scratch -> new Event.Shown(stats.span(), StatisticsTable.of(entries, scratch))));
    }
}
