package ckpts.ui.repl;

import ckpts.naming.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands of the conversation. They are not statements: scripts cannot use them. */
enum Magic {
    HELP("[WORD]", "list what can be typed, or explain one command"),
    STATUS("", "show what is loaded and what is unsaved"),
    UNDO("[N]", "undo steps; saved files stay"),
    REDO("[N]", "redo steps that were undone"),
    HISTORY("[FROM[..TO]]", "list the cells; ! failed, - was undone"),
    SAVE("FILE [overwrite]", "write the cells in effect as a script"),
    LOAD("FILE", "put a script into the prompt, to edit and run"),
    RUN("FILE [NAME = VALUE, ...]", "run a script, like include \"FILE\" with ..."),
    PLAN("", "show what saving now would do, like plan"),
    DIFF("[A B]", "show what differs, like diff"),
    TIME("STATEMENT", "run a statement and show how long it took"),
    RESET("", "forget all cells and everything loaded"),
    EXIT("", "leave");

    private final String operands;
    private final String summary;

    Magic(String operands, String summary) {
        this.operands = operands;
        this.summary = summary;
    }

    /** {@code undo}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code %undo [N]}. */
    String synopsis() {
        return ("%" + word() + " " + operands).stripTrailing();
    }

    String summary() {
        return summary;
    }

    boolean takesFile() {
        return operands.startsWith("FILE");
    }

    boolean takesNothing() {
        return operands.isEmpty();
    }

    static Optional<Magic> named(String word) {
        return Arrays.stream(values())
                .filter(magic -> magic.word().equals(word))
                .findFirst();
    }

    /** The command that may have been meant. */
    static Optional<String> near(String word) {
        List<String> words = Arrays.stream(values()).map(Magic::word).toList();
        return NearNames.nearestWord(word, words);
    }
}
