package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.report.Report;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The record of one run of a script, for its reports. Holds no times and no machine: equal runs give equal
 * reports.
 *
 * @param program name and version
 * @param script as the user wrote it
 * @param exitStatus of the program
 * @param statements the results of statements, in order
 * @param results the reports that statements showed, in order
 * @param diagnostics errors and warnings
 * @param plan the plan of the saves, if the run got that far
 * @param written the report of the saves, if anything was saved
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

    /** The kind of a statement, for readers of reports. */
    public enum Kind {
        ACTION,
        ASSERTION,
        SAVE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The result of a statement. */
    public enum Result {
        PASSED,
        FAILED,
        /** A {@code check} that did not hold. */
        WARNED,
        /** It was not decided, as values were not read or another statement failed. */
        SKIPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The result of one statement, with its place.
     *
     * @param file the script that it is in
     * @param line 1-based; 0 for none
     * @param text its first line
     * @param summary {@code renamed 24 tensors}
     * @param kind its kind
     * @param result its result
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
