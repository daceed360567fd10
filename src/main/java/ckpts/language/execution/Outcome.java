package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.workspace.Plan;
import java.util.List;

/**
 * What evaluating a text came to. Nothing has been written: {@link Session#save} carries the plan out.
 *
 * @param events what statements said, in order; none pending
 * @param diagnostics errors; empty of errors if the text holds
 * @param plan the saves asked for
 */
public record Outcome(List<Event> events, List<Diagnostic> diagnostics, Plan plan) {
    public Outcome {
        events = List.copyOf(events);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether every statement and every assertion held. */
    public boolean holds() {
        return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
}
