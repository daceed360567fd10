package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.ui.render.RunRecord.Result;
import ckpts.ui.render.RunRecord.StatementResult;
import java.util.List;

/**
 * A run as JUnit XML: every statement that did something, every assertion and every save is a test case, which keeps its
 * name whether it passes, fails or is skipped. GitLab, Jenkins and Azure show such files.
 */
public final class RunReportJunit {
    private static final String BEGINNING = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ckpts\"";

    private RunReportJunit() {}

    /** Whether a text that begins like this is such a report. */
    public static boolean begins(String text) {
        return text.startsWith(BEGINNING);
    }

    public static String render(RunRecord run) {
        List<StatementResult> all = run.statements();
        String counts = " tests=\"" + all.size() + "\" failures=\"" + count(Result.FAILED, all)
                + "\" errors=\"0\" skipped=\""
                + (count(Result.SKIPPED, all) + count(Result.WARNED, all)) + "\"";
        StringBuilder out = new StringBuilder(BEGINNING);
        out.append(counts).append(">\n");
        out.append("  <testsuite name=\"")
                .append(attribute(run.script()))
                .append('"')
                .append(counts)
                .append(">\n");
        all.forEach(statement -> testCase(statement, run.script(), out));
        return Visible.withoutCommands(
                out.append("  </testsuite>\n</testsuites>\n").toString());
    }

    private static long count(Result result, List<StatementResult> all) {
        return all.stream().filter(statement -> statement.result() == result).count();
    }

    private static void testCase(StatementResult statement, String script, StringBuilder out) {
        int line = statement.line();
        String file = line == 0 ? script : statement.file();
        open((line == 0 ? "" : line + ": ") + statement.text(), file, line, out);
        out.append(">\n");
        switch (statement.result()) {
            case PASSED ->
                out.append("      <system-out>")
                        .append(text(Visible.lines(statement.summary())))
                        .append("</system-out>\n");
            // There are no warnings: a check that did not hold has not passed, and fails nothing.
            case SKIPPED, WARNED ->
                out.append("      <skipped message=\"")
                        .append(attribute(statement.summary()))
                        .append("\"/>\n");
            case FAILED -> failure(statement.problems(), out);
        }
        out.append("    </testcase>\n");
    }

    /** One for all: readers show no second one. */
    private static void failure(List<Diagnostic> problems, StringBuilder out) {
        Diagnostic first = problems.get(0);
        out.append("      <failure type=\"").append(first.code().text()).append("\" message=\"");
        out.append(attribute(first.message())).append("\">");
        out.append(text(new DiagnosticRenderer(Style.PLAIN).render(problems)));
        out.append("</failure>\n");
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

    /** Characters that XML 1.0 cannot represent, such as control characters, become a question mark. */
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
