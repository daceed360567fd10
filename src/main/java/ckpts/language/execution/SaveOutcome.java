package ckpts.language.execution;

import ckpts.engine.RunReport;
import ckpts.language.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of carrying out a plan.
 *
 * @param report measurements of what was done; empty if it failed or was cancelled
 * @param diagnostics why it failed, or warnings about what casts did to values
 * @param cancelled whether it was cancelled; then nothing was changed
 */
public record SaveOutcome(Optional<RunReport> report, List<Diagnostic> diagnostics, boolean cancelled) {
    public SaveOutcome {
        diagnostics = List.copyOf(diagnostics);
    }
}
