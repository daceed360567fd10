package ckpts.ui.render;

import java.util.List;
import java.util.OptionalInt;

/** Breaks long lines at spaces. */
public final class Wrapping {
    private static final int FURTHER_IN = 4;
    /** In a narrower place indenting would leave no room. */
    private static final int NARROWEST = 40;

    private Wrapping() {}

    /** The lines of a paragraph; a word that is too long is cut. */
    public static List<String> lines(String paragraph, int width) {
        StringBuilder out = new StringBuilder();
        wrap(paragraph, OptionalInt.of(width), 0, out);
        return out.toString().lines().toList();
    }

    /** Appends a line, continued on further lines that are indented if it does not fit; a word that is too long is cut. */
    static void wrap(String line, OptionalInt width, StringBuilder out) {
        String whole = line.stripTrailing();
        wrap(whole, width, whole.length() - whole.stripLeading().length() + FURTHER_IN, out);
    }

    private static void wrap(String line, OptionalInt width, int indent, StringBuilder out) {
        String rest = line;
        while (width.isPresent() && width.getAsInt() >= NARROWEST && length(rest) > width.getAsInt()) {
            int end = rest.offsetByCodePoints(0, width.getAsInt());
            int blank = rest.lastIndexOf(' ', end);
            int cut = rest.substring(0, Math.max(blank, 0)).isBlank() ? end : blank;
            out.append(rest.substring(0, cut).stripTrailing()).append('\n');
            rest = " ".repeat(indent) + rest.substring(cut).stripLeading();
        }
        out.append(rest).append('\n');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
