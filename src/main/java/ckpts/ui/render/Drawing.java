package ckpts.ui.render;

import java.util.function.Consumer;

/** Text on its way to a reader, passed on in pieces of whole lines, so that no text is too long to be drawn. */
final class Drawing {
    /** So many characters are passed on at a time, about. */
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

    /** Passes on what was drawn since. */
    void passOn() {
        if (lines.length() > 0) {
            reader.accept(Visible.unheeded(lines.toString()));
            lines.setLength(0);
        }
    }
}
