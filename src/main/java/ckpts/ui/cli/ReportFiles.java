package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJson;
import ckpts.ui.render.RunReportJunit;
import ckpts.ui.render.RunReportMarkdown;
import ckpts.ui.render.RunReportSarif;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The reports that {@code --report} asks for: judged before the run begins, written when it has ended. */
final class ReportFiles {
    private final List<RunOptions.ReportFile> reports;
    private final List<TextOutput> outputs;
    private final Disk disk;

    private ReportFiles(List<RunOptions.ReportFile> reports, List<TextOutput> outputs, Disk disk) {
        this.reports = reports;
        this.outputs = outputs;
        this.disk = disk;
    }

    /**
     * Judges where they are to go.
     *
     * @throws ckpts.bytes.OccupiedException if something stands there that is no older report of the kind
     * @throws CommandException if two have one file
     */
    static ReportFiles of(List<RunOptions.ReportFile> reports, Screen screen, Disk disk)
            throws IOException, CommandException {
        List<TextOutput> outputs = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        for (RunOptions.ReportFile report : reports) {
            outputs.add(TextOutput.of(
                    report.file(),
                    screen,
                    path -> TextFile.renewing(path, text -> isOfKind(report.kind(), text), disk)));
            if (!files.add(disk.canonical(report.file())) && !disk.isStream(report.file())) {
                throw new CommandException(Diagnostic.error(Code.SAVE_CONFLICT, report.file() + " would be two reports")
                        .help("give each --report a file of its own"));
            }
        }
        return new ReportFiles(reports, outputs, disk);
    }

    private static boolean isOfKind(String kind, String beginning) {
        return switch (kind) {
            case "md" -> RunReportMarkdown.begins(beginning);
            case "junit" -> RunReportJunit.begins(beginning);
            case "sarif" -> RunReportSarif.begins(beginning);
            default -> RunReportJson.begins(beginning);
        };
    }

    /** Mistakes of reports that would take the place of what the run reads or writes. */
    List<Diagnostic> conflicts(Collection<Path> inputs, Collection<Path> written) throws IOException {
        Set<Path> read = canonical(inputs);
        Set<Path> made = canonical(written);
        List<Diagnostic> conflicts = new ArrayList<>();
        for (RunOptions.ReportFile report : reports) {
            Path file = disk.canonical(report.file());
            if (!disk.isStream(file) && (read.contains(file) || made.contains(file))) {
                conflicts.add(Diagnostic.error(
                                Code.OVERWRITE,
                                report.file()
                                        + (made.contains(file) ? " is written by the script" : " is read by the run")
                                        + " and cannot be its report")
                        .help("give --report another file"));
            }
        }
        return conflicts;
    }

    private Set<Path> canonical(Collection<Path> paths) throws IOException {
        Set<Path> all = new HashSet<>();
        for (Path path : paths) {
            all.add(disk.canonical(path));
        }
        return all;
    }

    void write(RunRecord run) throws IOException {
        for (int i = 0; i < reports.size(); i++) {
            String text = switch (reports.get(i).kind()) {
                case "md" -> RunReportMarkdown.render(run);
                case "junit" -> RunReportJunit.render(run);
                case "sarif" -> RunReportSarif.render(run);
                default -> RunReportJson.render(run);
            };
            outputs.get(i).write(text);
        }
    }
}
