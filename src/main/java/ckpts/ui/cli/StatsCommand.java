package ckpts.ui.cli;

import ckpts.checkpoint.Entry;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.ValueReading;
import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.StatisticsTable;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** {@code ckpts stats}: figures about the values of tensors. */
final class StatsCommand implements Command {
    private static final Option ALL = Option.flag("show every row, even on a terminal", "--all");

    @Override
    public Usage usage() {
        return new Usage(
                "stats",
                "PATH [PATTERN...]",
                1,
                Usage.ANY,
                "Show statistics of tensors: min, mean, std, max, zeros, NaN and infinite values",
                List.of(ALL),
                List.of());
    }

    @Override
    public List<String> paths(Arguments arguments, Surroundings surroundings) {
        return arguments.operands().subList(0, 1);
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws CommandException, IOException {
        List<String> operands = arguments.operands();
        try (OpenedCheckpoint opened = Opening.open(Path.of(operands.get(0)), surroundings, screen)) {
            Collection<Entry> entries = Opening.matching(opened.checkpoint(), operands.subList(1, operands.size()));
            screen.result(statistics(entries, screen), arguments.has(ALL));
        }
        return ExitStatus.DONE;
    }

    private static Report statistics(Collection<Entry> entries, Screen screen) throws IOException {
        try (ProgressLine progress = screen.progress("reading")) {
            Scratch scratch = ValueReading.scratch(
                    Budget.STANDARD_MEMORY,
                    Cancellation.NEVER,
                    progress,
                    entries.stream().map(Entry::tensor).toList());
            return StatisticsTable.of(entries, scratch);
        }
    }
}
