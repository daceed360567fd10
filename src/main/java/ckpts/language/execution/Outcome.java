package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.workspace.Plan;
import ckpts.workspace.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What evaluating a text came to. Nothing has been written: {@link Session#save} carries the plan out.
 *
 * @param events what statements said, in order; some are pending if values were not to be read or the text failed before
 * @param diagnostics errors; empty of errors if the text holds
 * @param plan the saves asked for; none unless the text holds
 * @param proposal the same to look at, also where a save is refused because something stands at its path
 */
public record Outcome(List<Event> events, List<Diagnostic> diagnostics, Plan plan, Optional<Proposal> proposal) {
    public Outcome {
        events = List.copyOf(events);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Everything to be said of mistakes: of statements, in their order, then what kept the text from holding. What a loop
     * says again and again is said once, with its count.
     */
    public List<Diagnostic> told() {
        Map<Diagnostic, Integer> counts = new LinkedHashMap<>();
        for (Event event : events) {
            if (event instanceof Event.Told told) {
                counts.merge(told.diagnostic(), 1, Integer::sum);
            }
        }
        List<Diagnostic> all = new ArrayList<>();
        counts.forEach(
                (diagnostic, count) -> all.add(count == 1 ? diagnostic : diagnostic.note("told " + count + " times")));
        all.addAll(diagnostics);
        return all;
    }

    /** Whether every statement and every assertion held. */
    public boolean holds() {
        return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
}
