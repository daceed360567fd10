package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.Counted;
import java.util.List;

/**
 * Diagnostics for people:
 *
 * <pre>
 * error[E0201]: no tensor matches "dense_1/*"
 *   --&gt; fix.ckpts:7:8
 *  7 | rename "dense_1/*" -&gt; "fully_connected_a/*"
 *    |        ^^^^^^^^^^^ 0 of 8 names
 * help: "model/dense_1/*" matches 2 (kernel, bias)
 * note: write `rename?` if no match is fine
 * </pre>
 *
 * Stateless.
 */
public final class DiagnosticRenderer {
    /** Names of tensors seldom have more than a hundred characters; files have them of megabytes, on purpose. */
    private static final int LONGEST = 4096;

    private final Style style;

    public DiagnosticRenderer(Style style) {
        this.style = style;
    }

    /** Each diagnostic, a blank line between two, then the number of each kind, if there are several. */
    public String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            out.append(out.isEmpty() ? "" : "\n").append(render(diagnostic));
        }
        if (diagnostics.size() > 1) {
            out.append('\n').append(tally(diagnostics)).append('\n');
        }
        return out.toString();
    }

    /** One diagnostic as lines, each ended by a line feed. */
    public String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        String head = word(diagnostic.severity());
        if (diagnostic.isError()) {
            head += "[" + diagnostic.code().text() + "]";
        }
        out.append(style.paint(ink(diagnostic.severity()), head)).append(": ");
        out.append(style.paint(Style.Ink.STRONG, Visible.of(shortened(diagnostic.message()))))
                .append('\n');
        if (diagnostic.primary().isPresent()) {
            Span span = diagnostic.primary().get();
            out.append(style.paint(Style.Ink.FAINT, "  --> "))
                    .append(Visible.of(span.toString()))
                    .append('\n');
            new Excerpt(span, shortened(diagnostic.label()), style, ink(diagnostic.severity())).draw(out);
        } else if (!diagnostic.label().isEmpty()) {
            out.append("  ").append(Visible.of(shortened(diagnostic.label()))).append('\n');
        }
        diagnostic
                .details()
                .forEach(line -> out.append(Visible.of(shortened(line))).append('\n'));
        diagnostic.helps().forEach(line -> advice(Style.Ink.HELP, "help", line, out));
        diagnostic.notes().forEach(line -> advice(Style.Ink.NOTE, "note", line, out));
        return Visible.withoutCommands(out.toString());
    }

    /** A sentence, cut in the middle if a name or string makes it too long to read. */
    private static String shortened(String sentence) {
        if (sentence.length() <= LONGEST) {
            return sentence;
        }
        int end = sentence.length() - LONGEST / 2;
        return sentence.substring(0, LONGEST / 2) + " ... " + (end - LONGEST / 2) + " characters ... "
                + sentence.substring(end);
    }

    /** {@code 3 errors, 1 warning}: kinds that do not occur are left out. */
    public static String tally(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic.Severity severity : Diagnostic.Severity.values()) {
            long count = diagnostics.stream()
                    .filter(diagnostic -> diagnostic.severity() == severity)
                    .count();
            if (count > 0) {
                out.append(out.isEmpty() ? "" : ", ").append(Counted.of(count, word(severity)));
            }
        }
        return out.toString();
    }

    /** A sentence of several lines, its later ones indented to align with the first. */
    private void advice(Style.Ink ink, String word, String text, StringBuilder out) {
        out.append(style.paint(ink, word)).append(": ");
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            out.append(i == 0 ? "" : " ".repeat(word.length() + 2))
                    .append(Visible.of(lines[i]))
                    .append('\n');
        }
    }

    static String word(Diagnostic.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    private static Style.Ink ink(Diagnostic.Severity severity) {
        return switch (severity) {
            case ERROR -> Style.Ink.ERROR;
            case WARNING -> Style.Ink.WARNING;
            case NOTE -> Style.Ink.NOTE;
        };
    }
}
