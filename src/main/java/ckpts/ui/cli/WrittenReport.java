package ckpts.ui.cli;

import ckpts.engine.Forecast;
import ckpts.engine.RunReport;
import ckpts.naming.Counted;
import ckpts.plan.Plan;
import ckpts.report.ByteCount;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outputs of a run, in fields for reports and in a line for people. */
public final class WrittenReport {
    private WrittenReport() {}

    /** Nothing that differs between equal runs: no times, no memory. */
    static Report.Fields of(Plan plan, RunReport done) {
        return new Report.Fields(
                "",
                List.of(
                        new Report.Field(
                                "checkpoints",
                                "checkpoints",
                                Cell.many(plan.saves().stream()
                                        .map(save -> Cell.name(save.name().toString()))
                                        .toList())),
                        new Report.Field(
                                "files",
                                "files",
                                Cell.many(done.files().stream()
                                        .map(file -> Cell.name(file.toString()))
                                        .toList())),
                        new Report.Field("bytes", "bytes", Cell.bytes(done.bytesWritten())),
                        new Report.Field("bytes_copied", "of these copied", Cell.bytes(done.bytesCopied())),
                        new Report.Field("bytes_computed", "computed", Cell.bytes(done.bytesComputed())),
                        new Report.Field("linked", "files linked", Cell.whole(done.linked())),
                        new Report.Field(
                                "notes",
                                "notes",
                                Cell.many(plan.notes().stream().map(Cell::text).toList()))));
    }

    /** For people: oddities, what the formats did beyond the request, and last what was written. */
    public static List<String> lines(Plan plan, RunReport done) {
        List<String> lines = new ArrayList<>();
        done.warnings().forEach(warning -> lines.add("warning: " + warning));
        plan.notes().forEach(note -> lines.add("note: " + note));
        lines.add(line(plan, done));
        return lines;
    }

    /** The resources that a run used, beside those that were expected. */
    static String taken(Forecast forecast, RunReport done) {
        return "read " + ByteCount.text(done.bytesRead()) + ", predicted " + ByteCount.text(forecast.bytesRead())
                + "; working memory " + ByteCount.text(done.peakScratch()) + ", predicted "
                + ByteCount.text(forecast.memory());
    }

    /** {@code saved out/ckpt: 2 files, 35.1 MiB (35.0 MiB copied, 0.1 MiB computed) in 0.05 s}. */
    private static String line(Plan plan, RunReport done) {
        String paths = plan.saves().stream().map(save -> save.name().toString()).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "saved %s: %s, %s (%s copied, %s computed%s) in %.2f s",
                paths,
                Counted.of(done.files().size(), "file"),
                ByteCount.text(done.bytesWritten()),
                ByteCount.text(done.bytesCopied()),
                ByteCount.text(done.bytesComputed()),
                done.linked() == 0 ? "" : ", " + done.linked() + " linked",
                done.seconds());
    }
}
