package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import ckpts.inspection.VerificationReport;
import ckpts.publication.Interrupted;
import ckpts.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts verify}: checks everything about stored checkpoints that can be checked. */
final class VerifyCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "verify",
                "PATH...",
                1,
                Usage.ANY,
                "Check stored checkpoints: checksums, offsets, missing and extra parts",
                List.of(),
                List.of(
                        "The exit status is 5 if one is damaged; oddities are listed, but do not count. For each",
                        "checkpoint it lists what was checked and what the format cannot check."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws IOException {
        Formats formats = surroundings.formats().get();
        Disk disk = surroundings.disk().get();
        boolean sound = true;
        List<Report.Section> sections = new ArrayList<>();
        for (String operand : arguments.operands()) {
            Path path = Path.of(operand);
            Optional<CheckpointFormat> format = formats.recognizing(path, disk);
            if (format.isEmpty()) {
                throw formats.unrecognized(path, disk);
            }
            Verification verification = format.get().verify(path, disk);
            Opening.warn(unfinished(format.get(), path, disk), screen);
            sound &= verification.isSound();
            sections.add(new Report.Section(operand, VerificationReport.of(operand, verification)));
        }
        screen.result(new Report.Sections("", sections));
        return sound ? ExitStatus.DONE : ExitStatus.FILE;
    }

    /** Of a checkpoint that cannot be opened the findings say enough. */
    private static List<String> unfinished(CheckpointFormat format, Path path, Disk disk) {
        try (OpenedCheckpoint opened = format.openPartly(path, disk)) {
            return Interrupted.warnings(opened.files(), disk);
        } catch (IOException e) {
            return List.of();
        }
    }
}
