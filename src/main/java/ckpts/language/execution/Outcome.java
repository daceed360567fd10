package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.plan.Plan;
import ckpts.review.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of evaluating a script. Nothing has been written: {@link Session#save} carries the plan out.
 *
 * @param events the events of the statements, in order; some are pending if no values were read or the script failed
 * @param diagnostics errors and warnings; no errors if the script holds
 * @param plan the saves asked for; none unless the script holds
 * @param proposal the same for display, also where a save is refused because its path exists
 */
public record Outcome(List<Event> events, List<Diagnostic> diagnostics, Plan plan, Optional<Proposal> proposal) {
    public Outcome {
        events = List.copyOf(events);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * All diagnostics: those of statements, in their order, then those that kept the script from holding. One that a loop
     * repeats is listed once, with its count.
     */
    public List<Diagnostic> allDiagnostics() {
        Map<Diagnostic, Integer> counts = new LinkedHashMap<>();
        for (Event event : events) {
            if (event instanceof Event.Reported reported) {
                counts.merge(reported.diagnostic(), 1, Integer::sum);
            }
        }
        List<Diagnostic> all = new ArrayList<>();
        counts.forEach((diagnostic, count) ->
                all.add(count == 1 ? diagnostic : diagnostic.note("reported " + count + " times")));
        all.addAll(diagnostics);
        return all;
    }

    /** Whether every statement and every assertion held. */
    public boolean holds() {
        return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
}
