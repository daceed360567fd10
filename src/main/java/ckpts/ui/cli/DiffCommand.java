package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.diagnosis.Advice;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.ValueReading;
import ckpts.format.Formats;
import ckpts.format.ManifestSource;
import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.EqualValues;
import ckpts.inspection.ValueDifference;
import ckpts.language.advice.AdviceReport;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ckpts diff}: the difference between a checkpoint and a model, or another checkpoint. */
final class DiffCommand implements Command {
    private static final Option VALUES = Option.flag("also compare values (B is a checkpoint)", "--values");

    @Override
    public Usage usage() {
        return new Usage(
                "diff",
                "A B",
                2,
                2,
                "Compare checkpoint A with checkpoint or manifest B, and show how to make A fit",
                List.of(VALUES),
                List.of("The exit status is 1 if they differ."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, IOException {
        Path path = Path.of(arguments.operands().get(1));
        Disk disk = surroundings.disk().get();
        Formats formats = surroundings.formats().get();
        // A SavedModel is both; a manifest has no values.
        boolean asCheckpoint =
                arguments.has(VALUES) && formats.recognizing(path, disk).isPresent();
        Optional<ManifestSource> manifest = asCheckpoint ? Optional.empty() : formats.manifestAt(path, disk);
        try (OpenedCheckpoint left = Opening.open(Path.of(arguments.operands().get(0)), surroundings, screen)) {
            if (manifest.isPresent()) {
                if (arguments.has(VALUES)) {
                    throw new UsageException(path + " is " + manifest.get().name() + ": it has no values to compare");
                }
                Difference difference =
                        Difference.between(left.checkpoint(), manifest.get().read(path, disk));
                screen.result(AdviceReport.of(Advice.on(difference)));
                return difference.isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
            }
            try (OpenedCheckpoint right = Opening.open(path, surroundings, screen)) {
                return compare(left, right, arguments.has(VALUES), screen);
            }
        }
    }

    private static ExitStatus compare(OpenedCheckpoint left, OpenedCheckpoint right, boolean values, Screen screen)
            throws IOException {
        Difference difference = Difference.between(left.checkpoint(), right.checkpoint());
        if (!values) {
            screen.result(AdviceReport.of(Advice.on(difference)));
            return difference.isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
        }
        Checkpoint here = left.checkpoint();
        Checkpoint there = right.checkpoint();
        Map<String, String> equal;
        Report.Table changed;
        try (ProgressLine progress = screen.progress("reading")) {
            Scratch scratch =
                    ValueReading.scratch(Budget.STANDARD_MEMORY, Cancellation.NEVER, progress, tensors(here, there));
            equal = EqualValues.of(difference, there, scratch);
            changed = ValueDifference.of(here, there, scratch);
        }
        screen.result(new Report.Sections(
                "",
                List.of(
                        new Report.Section("names", AdviceReport.of(Advice.on(difference, equal))),
                        new Report.Section("values", changed))));
        return difference.isEmpty() && changed.rows().isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
    }

    private static List<Tensor> tensors(Checkpoint left, Checkpoint right) {
        return Stream.of(left, right)
                .flatMap(side -> side.entries().stream())
                .map(Entry::tensor)
                .toList();
    }
}
