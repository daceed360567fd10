package ckpts.ui.cli;

import ckpts.checkpoint.Entry;
import ckpts.engine.Budget;
import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.CheckpointCard;
import ckpts.inspection.ValueCard;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ckpts show}: a checkpoint, or some of its tensors, in a few fields. */
final class ShowCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "show",
                "PATH [PATTERN...]",
                1,
                Usage.ANY,
                "Show a checkpoint in a few lines, or tensors with their first values",
                List.of(),
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
            List<String> patterns = operands.subList(1, operands.size());
            screen.result(
                    patterns.isEmpty()
                            ? CheckpointCard.of(opened)
                            : cards(Opening.matching(opened.checkpoint(), patterns)));
        }
        return ExitStatus.DONE;
    }

    private static Report cards(List<Entry> entries) throws IOException {
        Scratch scratch = new Scratch(Budget.STANDARD_MEMORY);
        List<Report.Section> cards = new ArrayList<>();
        for (Entry entry : entries) {
            cards.add(new Report.Section(entry.name(), ValueCard.of(entry, scratch)));
        }
        return new Report.Sections("", cards);
    }
}
