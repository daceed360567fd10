package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJson;
import ckpts.ui.render.RunReportJunit;
import ckpts.ui.render.RunReportMarkdown;
import ckpts.ui.render.RunReportSarif;
import java.io.IOException;
import java.util.List;

/** Writes the reports that {@code --report} asks for. */
final class ReportFiles {
    private ReportFiles() {}

    /**
     * Asks before the run.
     *
     * @throws ckpts.bytes.OutsideRootsException if one would lie outside the folders that the run may use
     */
    static void requireWithinRoots(List<RunOptions.ReportFile> reports, Disk disk) throws IOException {
        for (RunOptions.ReportFile report : reports) {
            disk.canonical(report.file());
        }
    }

    static void write(List<RunOptions.ReportFile> reports, RunRecord run, Disk disk) throws IOException {
        for (RunOptions.ReportFile report : reports) {
            String text = switch (report.kind()) {
                case "md" -> RunReportMarkdown.render(run);
                case "junit" -> RunReportJunit.render(run);
                case "sarif" -> RunReportSarif.render(run);
                default -> RunReportJson.render(run);
            };
            TextFile.replace(report.file(), text, disk);
        }
    }
}
