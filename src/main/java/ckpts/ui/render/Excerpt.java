package ckpts.ui.render;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;

/**
 * The lines of a script that a span covers, with carets under the span.
 *
 * <p>Columns are counted in drawn characters: a tab is four spaces, an unprintable character its escape, a character
 * beyond the basic plane one. A long span shows its first lines and its last; a long line the part around the span.
 */
final class Excerpt {
    private static final int LINES_IN_FULL = 4;
    private static final int LONGEST_LINE = 200;
    private static final int CONTEXT = 60;
    private static final String CUT = "...";

    private final SourceText source;
    private final Span span;
    private final String label;
    private final Style style;
    private final Style.Ink ink;
    private final int firstLine;
    private final int lastLine;
    private final int gutter;

    Excerpt(Span span, String label, Style style, Style.Ink ink) {
        this.source = span.source();
        this.span = span;
        this.label = label;
        this.style = style;
        this.ink = ink;
        this.firstLine = span.line();
        // The end is the offset after the last character: a span that ends with its line ends on that line.
        this.lastLine = source.line(Math.max(span.start(), span.end() - 1));
        this.gutter = Integer.toString(lastLine).length();
    }

    void draw(StringBuilder out) {
        for (int line = firstLine; line <= lastLine; line++) {
            if (lastLine - firstLine >= LINES_IN_FULL && line == firstLine + 2) {
                out.append(style.paint(Style.Ink.FAINT, " " + " ".repeat(gutter) + " " + CUT))
                        .append('\n');
                line = lastLine;
            }
            draw(line, out);
        }
    }

    private void draw(int line, StringBuilder out) {
        String text = source.lineText(line);
        int lineStart = lineStart(line);
        int from = line == firstLine ? Math.min(span.start() - lineStart, text.length()) : indentation(text);
        int to = line == lastLine ? Math.min(span.end() - lineStart, text.length()) : text.length();
        String before = drawn(text.substring(0, from));
        String marked = drawn(text.substring(from, Math.max(from, to)));
        String after = drawn(text.substring(Math.max(from, to)));
        if (length(before) + length(marked) + length(after) > LONGEST_LINE) {
            before = lastOf(before, CONTEXT);
            marked = firstOf(marked, LONGEST_LINE / 2);
            after = firstOf(after, CONTEXT);
        }
        String whole = (before + marked + after).stripTrailing();
        gutter(Integer.toString(line), whole, out);
        boolean last = line == lastLine;
        if (marked.isEmpty() && !last) {
            return;
        }
        String carets = "^".repeat(Math.max(1, length(marked.stripTrailing())));
        String marks = last && !label.isEmpty() ? carets + " " + Visible.of(label) : carets;
        gutter("", " ".repeat(length(before)) + style.paint(ink, marks), out);
    }

    /** {@code " 7 | text"}. */
    private void gutter(String number, String text, StringBuilder out) {
        String bar = " " + " ".repeat(gutter - number.length()) + number + " |";
        out.append(style.paint(Style.Ink.FAINT, bar))
                .append(text.isEmpty() ? "" : " ")
                .append(text)
                .append('\n');
    }

    private int lineStart(int line) {
        if (line == firstLine) {
            int start = span.start();
            while (start > 0 && source.text().charAt(start - 1) != '\n') {
                start--;
            }
            return start;
        }
        int start = span.start();
        for (int passed = firstLine; passed < line; passed++) {
            start = source.text().indexOf('\n', start) + 1;
        }
        return start;
    }

    private static int indentation(String text) {
        int first = 0;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        return first;
    }

    private static String drawn(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(character -> out.append(character == '\t' ? "    " : Visible.of(character)));
        return out.toString();
    }

    private static String firstOf(String text, int count) {
        return length(text) <= count ? text : text.substring(0, text.offsetByCodePoints(0, count)) + CUT;
    }

    private static String lastOf(String text, int count) {
        return length(text) <= count ? text : CUT + text.substring(text.offsetByCodePoints(text.length(), -count));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
