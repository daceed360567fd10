package ckpts.ui.render;

import java.util.OptionalInt;

/**
 * The style that an output allows.
 *
 * @param width columns that a line may take; empty if lines may be of any length
 * @param rows rows of a table that are drawn before its middle is left out; empty to draw all
 * @param colour whether escape sequences may be written
 * @param whole whether reports are drawn whole that have a brief form
 */
public record Style(OptionalInt width, OptionalInt rows, boolean colour, boolean whole) {
    /** For a file or a pipe: everything, uncoloured. */
    public static final Style PLAIN = new Style(OptionalInt.empty(), OptionalInt.empty(), false, false);

    /** Colours by meaning. Nothing is said by colour alone. */
    enum Ink {
        ERROR("1;31"),
        WARNING("1;33"),
        NOTE("1;36"),
        HELP("1;32"),
        STRONG("1"),
        FAINT("2");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** For a terminal of this many columns. */
    public static Style terminal(int width, int rows, boolean colour) {
        return new Style(OptionalInt.of(width), OptionalInt.of(rows), colour, false);
    }

    /** The same with every row drawn. */
    public Style unabridged() {
        return new Style(width, OptionalInt.empty(), colour, whole);
    }

    /** The same with reports drawn whole, and every row of them. */
    public Style ofEverything() {
        return new Style(width, OptionalInt.empty(), colour, true);
    }

    String paint(Ink ink, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }
}
