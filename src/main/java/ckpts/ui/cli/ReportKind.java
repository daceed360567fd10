package ckpts.ui.cli;

import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJson;
import ckpts.ui.render.RunReportJunit;
import ckpts.ui.render.RunReportMarkdown;
import ckpts.ui.render.RunReportSarif;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A form of the report on a run, by the word for it in {@code --report}. */
enum ReportKind {
    JSON(RunReportJson::begins, RunReportJson::render),
    MD(RunReportMarkdown::begins, RunReportMarkdown::render),
    JUNIT(RunReportJunit::begins, RunReportJunit::render),
    SARIF(RunReportSarif::begins, RunReportSarif::render);

    private final Predicate<String> begins;
    private final Function<RunRecord, String> render;

    ReportKind(Predicate<String> begins, Function<RunRecord, String> render) {
        this.begins = begins;
        this.render = render;
    }

    static Optional<ReportKind> named(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    /** Whether a text that begins like this is such a report. */
    boolean begins(String text) {
        return begins.test(text);
    }

    String render(RunRecord run) {
        return render.apply(run);
    }
}
