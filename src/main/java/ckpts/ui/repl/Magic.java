package ckpts.ui.repl;

import ckpts.naming.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands to the conversation. They are no statements: scripts do not know them. */
enum Magic {
    HELP("[WORD]", "what there is to type; what one of these does"),
    STATUS("", "what is loaded and what is unsaved"),
    UNDO("[N]", "take steps back; saved files stay"),
    REDO("[N]", "do again what was undone"),
    HISTORY("[FROM[..TO]]", "the cells; ! failed, - was undone"),
    SAVE("FILE [overwrite]", "write the cells that stand as a script"),
    LOAD("FILE", "put a script into the prompt, to edit and run"),
    RUN("FILE [NAME = VALUE, ...]", "run a script, as include \"FILE\" with ... does"),
    PLAN("", "what saving now would do, as explain says"),
    DIFF("[A B]", "what differs, as diff says"),
    TIME("STATEMENT", "run a statement and say how long it took"),
    RESET("", "forget all that is loaded and all cells"),
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

    /** The one that may have been meant. */
    static Optional<String> near(String word) {
        List<String> words = Arrays.stream(values()).map(Magic::word).toList();
        return NearNames.nearestWord(word, words);
    }
}
