package ckpts.ui.repl;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that was entered and evaluated.
 *
 * @param number as the prompt showed it
 * @param text as it was typed
 * @param kind what it came to
 * @param base the number of the step whose state it was evaluated on; 0 for the beginning
 * @param saved where it wrote checkpoints
 */
record Cell(int number, String text, Kind kind, int base, List<Path> saved) {
    Cell {
        saved = List.copyOf(saved);
    }

    /** What a cell came to. */
    enum Kind {
        /** It changed something: undo takes it back. */
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
