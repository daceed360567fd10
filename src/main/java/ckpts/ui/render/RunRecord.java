package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.report.Report;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run of a script came to, as its reports tell it. Holds no times and no machine: equal runs give equal
 * reports.
 *
 * @param program name and version
 * @param script as the user wrote it
 * @param exitStatus of the program
 * @param statements what statements came to, in order
 * @param results what statements showed, in order
 * @param diagnostics errors and warnings
 * @param plan what was to be saved, if it came to that
 * @param written what was saved, if anything
 */
public record RunRecord(
        String program,
        String script,
        int exitStatus,
        List<StatementResult> statements,
        List<Report> results,
        List<Diagnostic> diagnostics,
        Optional<Report> plan,
        Optional<Report> written) {
    public RunRecord {
        Objects.requireNonNull(program, "program is null");
        Objects.requireNonNull(script, "script is null");
        statements = List.copyOf(statements);
        results = List.copyOf(results);
        diagnostics = List.copyOf(diagnostics);
    }

    /** What a statement is to a reader of reports. */
    public enum Kind {
        ACTION,
        ASSERTION,
        SAVE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a statement came to. */
    public enum Result {
        PASSED,
        FAILED,
        /** A {@code check} that did not hold. */
        WARNED,
        /** It came to nothing, as values were not read or another statement failed. */
        SKIPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What one statement did.
     *
     * @param file the script it stands in
     * @param line 1-based; 0 for none
     * @param text its first line
     * @param summary {@code renamed 24 tensors}
     * @param kind what it is
     * @param result what it came to
     * @param problems why it failed
     */
    public record StatementResult(
            String file, int line, String text, String summary, Kind kind, Result result, List<Diagnostic> problems) {
        public StatementResult {
            problems = List.copyOf(problems);
        }
    }

    /** {@code done}, or {@code failed}. */
    String outcome() {
        return exitStatus == 0 ? "done" : "failed";
    }
}
