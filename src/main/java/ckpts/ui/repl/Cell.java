package ckpts.ui.repl;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that was entered and evaluated.
 *
 * @param number as the prompt showed it
 * @param text as it was typed
 * @param kind its result
 * @param base the number of the step whose state it was evaluated on; 0 for the beginning
 * @param saved the paths that it wrote checkpoints to
 */
record Cell(int number, String text, Kind kind, int base, List<Path> saved) {
    Cell {
        saved = List.copyOf(saved);
    }

    /** The result of a cell. */
    enum Kind {
        /** It changed something, which undo reverts. */
        STEP,
        /** It held and changed nothing. */
        LOOK,
        FAILED
    }

    /** Its first line, for messages about it. */
    String firstLine() {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty() ? "" : lines.get(0) + (lines.size() > 1 ? " ..." : "");
    }
}
