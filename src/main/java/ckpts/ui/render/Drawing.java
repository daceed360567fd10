package ckpts.ui.render;

import java.util.function.Consumer;

/** Output buffer that passes text on in pieces of whole lines, so that no text is too long to be drawn. */
final class Drawing {
    /** About this many characters are passed on at a time. */
    private static final int PIECE = 1 << 16;

    private final StringBuilder lines = new StringBuilder();
    private final Consumer<String> reader;

    Drawing(Consumer<String> reader) {
        this.reader = reader;
    }

    Drawing append(String text) {
        lines.append(text);
        return this;
    }

    /** Ends a line. */
    void endLine() {
        lines.append('\n');
        if (lines.length() >= PIECE) {
            passOn();
        }
    }

    /** Passes on the text drawn since the last time. */
    void passOn() {
        if (lines.length() > 0) {
            reader.accept(Visible.withoutCommands(lines.toString()));
            lines.setLength(0);
        }
    }
}
