package ckpts.language.semantics;

import ckpts.language.source.Diagnostic;
import java.util.List;

/** Thrown when a statement cannot be carried out; the state before it is kept. Carries the diagnostics. */
public final class StatementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public StatementException(Diagnostic diagnostic) {
        this(List.of(diagnostic));
    }

    /** @param diagnostics at least one, at least one of them an error */
    public StatementException(List<Diagnostic> diagnostics) {
        super(diagnostics.get(0).message(), null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
