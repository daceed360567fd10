package ckpts.ui.cli;

import ckpts.checkpoint.Entry;
import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.Listing;
import ckpts.inspection.NameTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ckpts ls}: the tensors of a checkpoint. */
final class LsCommand implements Command {
    private static final Option TREE = Option.flag("as a hierarchy, like layers once", "--tree");
    private static final Option ALL = Option.flag("every row, on a terminal too", "--all");

    @Override
    public Usage usage() {
        return new Usage(
                "ls",
                "PATH [PATTERN...]",
                1,
                Usage.ANY,
                "List the tensors of a checkpoint: name, dtype, shape, bytes, role",
                List.of(TREE, ALL),
                List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws CommandException, IOException {
        List<String> operands = arguments.operands();
        try (OpenedCheckpoint opened = Opening.open(Path.of(operands.get(0)), surroundings, screen)) {
            List<String> patterns = operands.subList(1, operands.size());
            if (patterns.isEmpty() && !arguments.has(TREE)) {
                screen.result(Listing.of(opened.checkpoint()), arguments.has(ALL));
                return ExitStatus.DONE;
            }
            List<Entry> entries = Opening.matching(opened.checkpoint(), patterns);
            screen.result(arguments.has(TREE) ? NameTree.of(entries) : Listing.of(entries), arguments.has(ALL));
        }
        return ExitStatus.DONE;
    }
}
