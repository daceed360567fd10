package ckpts.ui.cli;

import ckpts.checkpoint.Entry;
import ckpts.format.OpenedCheckpoint;
import ckpts.inspection.Listing;
import ckpts.inspection.NameTree;
import ckpts.report.Report;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts ls}: the tensors of a checkpoint, or of several in turn. */
final class LsCommand implements Command {
    private static final Option TREE = Option.flag("show a tree, with similar layers folded into one", "--tree");
    private static final Option ALL = Option.flag("show every row, even on a terminal", "--all");

    @Override
    public Usage usage() {
        return new Usage(
                "ls",
                "PATH... [PATTERN...]",
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
        int paths = paths(operands, surroundings);
        List<String> patterns = operands.subList(paths, operands.size());
        if (paths == 1) {
            screen.result(listing(operands.get(0), patterns, arguments, surroundings, screen), arguments.has(ALL));
            return ExitStatus.DONE;
        }
        List<Report.Section> sections = new ArrayList<>();
        Optional<CommandException> unmatched = Optional.empty();
        for (String path : operands.subList(0, paths)) {
            try {
                Report listing = listing(path, patterns, arguments, surroundings, screen);
                sections.add(new Report.Section(
                        path, new Report.Sections(path, List.of(new Report.Section("tensors", listing)))));
            } catch (CommandException e) {
                unmatched = Optional.of(e);
            }
        }
        if (sections.isEmpty() && unmatched.isPresent()) {
            throw unmatched.get();
        }
        screen.result(new Report.Sections("", sections), arguments.has(ALL));
        return ExitStatus.DONE;
    }

    @Override
    public List<String> paths(Arguments arguments, Surroundings surroundings) {
        return arguments.operands().subList(0, paths(arguments.operands(), surroundings));
    }

    /** The number of operands that are paths: the first one, and those after it that are checkpoints. */
    private static int paths(List<String> operands, Surroundings surroundings) {
        int paths = 1;
        while (paths < operands.size() && isCheckpoint(operands.get(paths), surroundings)) {
            paths++;
        }
        return paths;
    }

    private static boolean isCheckpoint(String operand, Surroundings surroundings) {
        try {
            Path path = Path.of(operand);
            return surroundings
                    .formats()
                    .get()
                    .recognizing(path, surroundings.disk().get())
                    .isPresent();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Report listing(
            String path, List<String> patterns, Arguments arguments, Surroundings surroundings, Screen screen)
            throws CommandException, IOException {
        try (OpenedCheckpoint opened = Opening.open(Path.of(path), surroundings, screen)) {
            if (patterns.isEmpty() && !arguments.has(TREE)) {
                return Listing.of(opened.checkpoint());
            }
            List<Entry> entries = Opening.matching(opened.checkpoint(), patterns);
            return arguments.has(TREE) ? NameTree.of(entries) : Listing.of(entries);
        }
    }
}
