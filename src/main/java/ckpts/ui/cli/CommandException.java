package ckpts.ui.cli;

import ckpts.language.source.Diagnostic;
import java.util.List;

/** Thrown when a command ends with diagnostics, which decide its exit status. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    CommandException(Diagnostic... diagnostics) {
        super(diagnostics[0].message());
        this.diagnostics = List.of(diagnostics);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
