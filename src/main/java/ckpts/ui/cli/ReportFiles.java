package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.ui.render.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reports that {@code --report} asks for: checked before the run begins, written when it has ended. */
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
     * Checks the paths that they are to be written to.
     *
     * @throws ckpts.bytes.OccupiedException if something is there that is not an older report of the kind
     * @throws CommandException if two have the same file
     */
    static ReportFiles of(List<RunOptions.ReportFile> reports, Screen screen, Disk disk)
            throws IOException, CommandException {
        List<TextOutput> outputs = new ArrayList<>();
        Set<Object> files = new HashSet<>();
        for (RunOptions.ReportFile report : reports) {
            outputs.add(
                    TextOutput.of(report.file(), screen, path -> TextFile.renewing(path, report.kind()::begins, disk)));
            if (isFile(report, disk) && !files.add(identity(report.file(), disk))) {
                throw new CommandException(
                        Diagnostic.error(Code.SAVE_CONFLICT, report.file() + " is given for two reports")
                                .help("give each --report its own file"));
            }
        }
        return new ReportFiles(reports, outputs, disk);
    }

    /**
     * Checks that no report would replace what the run reads or writes.
     *
     * @throws CommandException if one would
     */
    void requireApart(Collection<Path> inputs, Collection<Path> written) throws IOException, CommandException {
        Set<Object> read = identities(inputs);
        Set<Object> made = identities(written);
        List<Diagnostic> conflicts = new ArrayList<>();
        for (RunOptions.ReportFile report : reports) {
            if (!isFile(report, disk)) {
                continue;
            }
            Object file = identity(report.file(), disk);
            if (made.contains(file) || read.contains(file)) {
                conflicts.add(Diagnostic.error(
                                Code.OVERWRITE,
                                report.file()
                                        + (made.contains(file) ? " is written by the script" : " is read by the run")
                                        + " and cannot be its report")
                        .help("give --report another file"));
            }
        }
        if (!conflicts.isEmpty()) {
            throw new CommandException(conflicts.toArray(Diagnostic[]::new));
        }
    }

    private static boolean isFile(RunOptions.ReportFile report, Disk disk) {
        return !TextOutput.isOfProcess(report.file()) && !disk.isStream(report.file());
    }

    /** Equal for all names of one file, including those by links. */
    private static Object identity(Path path, Disk disk) throws IOException {
        return Optional.ofNullable(disk.stamp(path).key()).orElse(disk.canonical(path));
    }

    private Set<Object> identities(Collection<Path> paths) throws IOException {
        Set<Object> all = new HashSet<>();
        for (Path path : paths) {
            all.add(identity(path, disk));
        }
        return all;
    }

    void write(RunRecord run) throws IOException {
        for (int i = 0; i < reports.size(); i++) {
            outputs.get(i).write(reports.get(i).kind().render(run));
        }
    }
}
