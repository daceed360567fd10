package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import java.util.List;

/** Diagnostics as GitHub's workflow commands, which mark the lines of a pull request. */
public final class GithubAnnotations {
    /** GitHub shows no more of one kind per step and drops the others. */
    private static final int SHOWN_OF_A_KIND = 10;

    private GithubAnnotations() {}

    /** One command per line; the first ten of each severity. */
    public static String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic.Severity severity : Diagnostic.Severity.values()) {
            diagnostics.stream()
                    .filter(diagnostic -> diagnostic.severity() == severity)
                    .limit(SHOWN_OF_A_KIND)
                    .forEach(diagnostic -> command(diagnostic, out));
        }
        return out.toString();
    }

    private static void command(Diagnostic diagnostic, StringBuilder out) {
        out.append("::").append(kind(diagnostic.severity())).append(' ');
        // Lines of what is no file would be looked for in one.
        diagnostic
                .primary()
                .filter(span -> SourceText.isFile(span.source().name()))
                .ifPresent(span -> place(span, out));
        out.append("title=").append(property(diagnostic.code().text())).append("::");
        StringBuilder message = new StringBuilder(diagnostic.message());
        if (!diagnostic.label().isEmpty()) {
            message.append(": ").append(diagnostic.label());
        }
        diagnostic.details().forEach(line -> message.append('\n').append(line));
        diagnostic.helps().forEach(line -> message.append("\nhelp: ").append(line));
        out.append(data(message.toString())).append('\n');
    }

    /** Columns are only understood within one line. */
    private static void place(Span span, StringBuilder out) {
        int lastLine = span.source().line(Math.max(span.start(), span.end() - 1));
        out.append("file=").append(property(span.source().name()));
        out.append(",line=").append(span.line());
        out.append(",endLine=").append(lastLine).append(',');
        if (lastLine == span.line()) {
            int end = span.source().column(span.end());
            out.append("col=")
                    .append(span.column())
                    .append(",endColumn=")
                    .append(end)
                    .append(',');
        }
    }

    private static String kind(Diagnostic.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "notice";
        };
    }

    private static String data(String text) {
        return Visible.lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
