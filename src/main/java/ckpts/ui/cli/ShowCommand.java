package ckpts.ui.cli;

import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.CheckpointCard;
import java.io.IOException;
import java.nio.file.Path;
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
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws IOException {
        try (OpenedCheckpoint opened = Opening.open(Path.of(arguments.operands().get(0)), surroundings, screen)) {
            screen.result(CheckpointCard.of(opened));
        }
        return ExitStatus.DONE;
    }
}
