package ckpts.language.syntax;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import java.util.List;
import java.util.Optional;

/** Formatter of scripts, without options. */
public final class Formatter {
    private Formatter() {}

    /**
     * A formatted script, or why it could not be formatted.
     *
     * @param text empty if the script has mistakes
     * @param diagnostics the mistakes
     */
    public record Formatted(Optional<String> text, List<Diagnostic> diagnostics) {
        public Formatted {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * Lays a script out: two spaces per block, one statement per line, lines of at most a hundred characters where
     * the language lets them break, {@code ->} in line within consecutive renames of a block. Comments stay where they
     * are, and so does one blank line between statements. Formatting twice changes nothing, and the result means the
     * same. A script with mistakes is not touched.
     */
    public static Formatted format(SourceText source) {
        ParsedSource parsed = ParsedSource.script(source);
        new StatementBuilder(source, parsed.problems()).script(parsed.tree());
        List<Diagnostic> mistakes = parsed.problems().list();
        return mistakes.isEmpty()
                ? new Formatted(Optional.of(new PrettyPrinter(parsed).text()), List.of())
                : new Formatted(Optional.empty(), mistakes);
    }

    /** The script that consists of these statements, laid out as {@link #format} does. */
    public static String script(List<Statement> statements) {
        StringBuilder lines = new StringBuilder();
        statements.forEach(statement -> lines.append(text(statement)).append('\n'));
        Formatted formatted = format(new SourceText("statements", lines.toString(), Optional.empty()));
        return formatted
                .text()
                .orElseThrow(() -> new IllegalStateException("statements without a text that parses: " + lines));
    }

    /** A statement on one line, as provenance and history name it; the body of a block is {@code { ... }}. */
    public static String oneLine(Statement statement) {
        return new StatementText(false).of(statement);
    }

    /** A statement on one line with all it holds; parsing it gives an equal statement. */
    public static String text(Statement statement) {
        return new StatementText(true).of(statement);
    }

    /** An expression on one line; parsing it gives an equal expression. */
    public static String text(Expression expression) {
        return new ExpressionText().of(expression);
    }

    /** A selector on one line; parsing it gives an equal selector. */
    public static String text(Selector selector) {
        return new ExpressionText().selector(selector);
    }
}
