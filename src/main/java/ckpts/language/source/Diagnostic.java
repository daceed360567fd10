package ckpts.language.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message about a script: what is wrong, where, found against expected, what to do. A value; rendered
 * elsewhere.
 *
 * @param severity how bad
 * @param code stable
 * @param message what is wrong, in one sentence without a full stop
 * @param primary where; empty where the cause is not in a script
 * @param label short text under the primary span: found against expected
 * @param details lines below the source excerpt, printed as they are: a difference, a list of names
 * @param helps proposals, each a sentence
 * @param notes further facts, each a sentence
 * @param fixes edits that do what {@code helps} say, where they are exact; each by itself
 */
public record Diagnostic(
        Severity severity,
        Code code,
        String message,
        Optional<Span> primary,
        String label,
        List<String> details,
        List<String> helps,
        List<String> notes,
        List<Fix> fixes) {
    public enum Severity {
        ERROR,
        WARNING,
        NOTE
    }

    public Diagnostic {
        Objects.requireNonNull(severity, "severity is null");
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(message, "message is null");
        details = List.copyOf(details);
        helps = List.copyOf(helps);
        notes = List.copyOf(notes);
        fixes = List.copyOf(fixes);
    }

    public static Diagnostic error(Code code, Span primary, String message) {
        return new Diagnostic(
                Severity.ERROR, code, message, Optional.of(primary), "", List.of(), List.of(), List.of(), List.of());
    }

    public static Diagnostic error(Code code, String message) {
        return new Diagnostic(
                Severity.ERROR, code, message, Optional.empty(), "", List.of(), List.of(), List.of(), List.of());
    }

    public static Diagnostic warning(Code code, String message) {
        return new Diagnostic(
                Severity.WARNING, code, message, Optional.empty(), "", List.of(), List.of(), List.of(), List.of());
    }

    public static Diagnostic warning(Code code, Span primary, String message) {
        return new Diagnostic(
                Severity.WARNING, code, message, Optional.of(primary), "", List.of(), List.of(), List.of(), List.of());
    }

    /** A remark on something that is done as written, but may not have been meant. */
    public static Diagnostic remark(Code code, Span primary, String message) {
        return new Diagnostic(
                Severity.NOTE, code, message, Optional.of(primary), "", List.of(), List.of(), List.of(), List.of());
    }

    public Diagnostic labelled(String text) {
        return new Diagnostic(severity, code, message, primary, text, details, helps, notes, fixes);
    }

    public Diagnostic at(Span span) {
        return new Diagnostic(severity, code, message, Optional.of(span), label, details, helps, notes, fixes);
    }

    public Diagnostic detailed(List<String> lines) {
        return new Diagnostic(severity, code, message, primary, label, append(details, lines), helps, notes, fixes);
    }

    public Diagnostic help(String sentence) {
        return new Diagnostic(
                severity, code, message, primary, label, details, append(helps, List.of(sentence)), notes, fixes);
    }

    public Diagnostic note(String sentence) {
        return new Diagnostic(
                severity, code, message, primary, label, details, helps, append(notes, List.of(sentence)), fixes);
    }

    /** A help with the edit that does it. */
    public Diagnostic help(String sentence, Fix fix) {
        return help(sentence).fixes(List.of(fix));
    }

    /** With edits for proposals that it has already. */
    public Diagnostic fixes(List<Fix> more) {
        List<Fix> all = new ArrayList<>(fixes);
        all.addAll(more);
        return new Diagnostic(severity, code, message, primary, label, details, helps, notes, all);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    private static List<String> append(List<String> lines, List<String> more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(more);
        return all;
    }
}
