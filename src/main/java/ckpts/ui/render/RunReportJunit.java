package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import java.util.List;

/**
 * A run as JUnit XML: every statement that was carried out is a test case that passed, every error one that failed.
 * GitLab, Jenkins and Azure show such files.
 */
public final class RunReportJunit {
    private RunReportJunit() {}

    public static String render(RunRecord run) {
        List<Diagnostic> errors = run.errors();
        int tests = run.statements().size() + errors.size();
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        String counts = " tests=\"" + tests + "\" failures=\"" + errors.size() + "\" errors=\"0\" skipped=\"0\"";
        out.append("<testsuites").append(counts).append(">\n");
        out.append("  <testsuite name=\"")
                .append(attribute(run.script()))
                .append('"')
                .append(counts)
                .append(">\n");
        for (RunRecord.StatementResult statement : run.statements()) {
            open(statement.line() + ": " + statement.text(), statement.file(), statement.line(), out);
            out.append(">\n      <system-out>").append(text(statement.summary()));
            out.append("</system-out>\n    </testcase>\n");
        }
        errors.forEach(error -> failure(error, run.script(), out));
        return out.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static void failure(Diagnostic error, String script, StringBuilder out) {
        int line = error.primary().map(span -> span.line()).orElse(0);
        String file = error.primary().map(span -> span.source().name()).orElse(script);
        String name = error.code().text() + (line == 0 ? "" : " at line " + line);
        open(name, file, line, out);
        out.append(">\n      <failure type=\"").append(error.code().text()).append("\" message=\"");
        out.append(attribute(error.message())).append("\">");
        out.append(text(new DiagnosticRenderer(Style.PLAIN).render(error)));
        out.append("</failure>\n    </testcase>\n");
    }

    private static void open(String name, String file, int line, StringBuilder out) {
        out.append("    <testcase name=\"").append(attribute(name));
        out.append("\" classname=\"").append(attribute(file));
        out.append("\" file=\"").append(attribute(file)).append('"');
        out.append(line == 0 ? "" : " line=\"" + line + "\"");
    }

    private static String attribute(String text) {
        return text(Visible.of(text)).replace("\"", "&quot;");
    }

    /** What XML 1.0 has no way to write, such as control characters, becomes a question mark. */
    private static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.appendCodePoint(isWritable(character) ? character : '?');
            }
        });
        return out.toString();
    }

    private static boolean isWritable(int character) {
        return character == '\n'
                || character == '\t'
                || (character >= 0x20 && character < 0xD800)
                || (character >= 0xE000 && character < 0xFFFE)
                || character > 0xFFFF;
    }
}
