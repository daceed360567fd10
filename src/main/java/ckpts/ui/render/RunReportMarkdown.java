package ckpts.ui.render;

import ckpts.naming.Counted;
import ckpts.report.Report;
import java.util.List;
import java.util.regex.Pattern;

/** A run as Markdown, for a pull request's comment or a job's summary page. */
public final class RunReportMarkdown {
    private static final int STATEMENTS_IN_FULL = 200;

    /** Characters with a meaning in Markdown. */
    private static final Pattern MARKS = Pattern.compile("[\\\\`*\\[\\]|~]");

    private static final Pattern BEGINNING = Pattern.compile("## `.*: .*\n\nckpts \\S+, exit status ");

    private RunReportMarkdown() {}

    /** Whether a text that begins like this is such a report. */
    public static boolean begins(String text) {
        return BEGINNING.matcher(text).lookingAt();
    }

    public static String render(RunRecord run) {
        StringBuilder out = new StringBuilder();
        out.append("## ")
                .append(code(run.script()))
                .append(": ")
                .append(run.outcome())
                .append("\n\n");
        out.append(run.program()).append(", exit status ").append(run.exitStatus());
        String tally = DiagnosticRenderer.tally(run.diagnostics());
        out.append(tally.isEmpty() ? "" : ", " + tally).append(".\n");
        if (!run.diagnostics().isEmpty()) {
            fence("", new DiagnosticRenderer(Style.PLAIN).render(run.diagnostics()), out);
        }
        statements(run.statements(), out);
        run.written().ifPresent(report -> section("Written", report, out));
        run.plan().ifPresent(report -> section("Plan", report, out));
        run.results().forEach(report -> section("Shown", report, out));
        return Visible.withoutCommands(out.toString());
    }

    private static void statements(List<RunRecord.StatementResult> statements, StringBuilder out) {
        if (statements.isEmpty()) {
            return;
        }
        out.append("\n| line | statement | result | what it did |\n|---:|---|---|---|\n");
        for (RunRecord.StatementResult statement :
                statements.subList(0, Math.min(STATEMENTS_IN_FULL, statements.size()))) {
            out.append("| ").append(statement.line()).append(" | ").append(code(statement.text()));
            out.append(" | ").append(statement.result().word());
            out.append(" | ").append(cell(described(statement))).append(" |\n");
        }
        if (statements.size() > STATEMENTS_IN_FULL) {
            out.append("\n")
                    .append(Counted.of(statements.size() - STATEMENTS_IN_FULL, "more statement"))
                    .append(".\n");
        }
    }

    private static String described(RunRecord.StatementResult statement) {
        return statement.problems().isEmpty()
                ? statement.summary()
                : statement.problems().get(0).message();
    }

    private static void section(String title, Report report, StringBuilder out) {
        fence("\n### " + title + "\n", new TextRenderer(Style.PLAIN).render(report), out);
    }

    /** A fence longer than any run of backticks in the text, so that no text ends it. */
    private static void fence(String title, String text, StringBuilder out) {
        String fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
        out.append(title)
                .append('\n')
                .append(fence)
                .append("text\n")
                .append(text)
                .append(fence)
                .append('\n');
    }

    private static String code(String text) {
        String shown = Visible.of(text).replace("|", "\\|");
        String fence = "`".repeat(longestRun(shown) + 1);
        return fence.length() == 1 ? fence + shown + fence : fence + " " + shown + " " + fence;
    }

    /** Plain words: no pictures, no links, no mentions of users. */
    private static String cell(String text) {
        return MARKS.matcher(Visible.of(text))
                .replaceAll("\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;");
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
