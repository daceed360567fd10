package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.workspace.RunReport;
import java.util.List;
import java.util.Optional;

/**
 * What carrying out a plan came to.
 *
 * @param report what was done, measured; empty if it failed or was cancelled
 * @param diagnostics why it failed, or warnings about what casts did to values
 * @param cancelled whether it was asked to stop; then nothing was changed
 */
public record SaveOutcome(Optional<RunReport> report, List<Diagnostic> diagnostics, boolean cancelled) {
    public SaveOutcome {
        diagnostics = List.copyOf(diagnostics);
    }
}
