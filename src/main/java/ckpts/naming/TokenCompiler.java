package ckpts.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the tokens of a pattern or of a target into parts, neighbouring literal characters into one; for one text.
 *
 * @param <P> a part
 */
abstract class TokenCompiler<P> {
    /** The result of {@link #neighbour} at either end of the text. */
    static final char NONE = 0;

    private final List<GlobToken> tokens;
    private final Map<String, String> bound;
    private final List<P> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private boolean separatorTaken;

    /** @param bound captures of an enclosing scope: braces insert their values */
    TokenCompiler(List<GlobToken> tokens, Map<String, String> bound) {
        this.tokens = tokens;
        this.bound = bound;
    }

    abstract P literal(String text);

    abstract void wild(GlobToken.Wild wild, int index);

    abstract void braces(GlobToken.Braces braces);

    final List<GlobToken> tokens() {
        return tokens;
    }

    final Map<String, String> bound() {
        return bound;
    }

    /** The parts, no two literals in a row. */
    final List<P> compiled() {
        for (int i = 0; i < tokens.size(); i++) {
            GlobToken token = tokens.get(i);
            if (token instanceof GlobToken.Plain plain) {
                literal.append(
                        plain.text(), separatorTaken ? 1 : 0, plain.text().length());
                separatorTaken = false;
            } else if (token instanceof GlobToken.Braces braces) {
                braces(braces);
            } else {
                wild((GlobToken.Wild) token, i);
            }
        }
        flush();
        return List.copyOf(parts);
    }

    /** Adds a part; returns its number. */
    final int add(P part) {
        flush();
        parts.add(part);
        return parts.size() - 1;
    }

    final void append(String text) {
        literal.append(text);
    }

    /** Leaves out the separator that comes next, which the last part includes. */
    final void takeNextSeparator() {
        separatorTaken = true;
    }

    /** Removes the separator before, if it is literal, for the next part to include it; false if it is not. */
    final boolean takeLastSeparator() {
        if (literal.length() == 0) {
            return false;
        }
        literal.setLength(literal.length() - 1);
        return true;
    }

    /** The character next to a wildcard, {@link #NONE} at the end of the text, {@code *} for anything but text. */
    final char neighbour(int index, boolean last) {
        if (index < 0 || index >= tokens.size()) {
            return NONE;
        }
        if (tokens.get(index) instanceof GlobToken.Plain plain) {
            return plain.text().charAt(last ? plain.text().length() - 1 : 0);
        }
        return '*';
    }

    static void requireWholeSegments(GlobToken.Wild wild, char before, char after) {
        if (!(before == NONE || NamePath.isSeparator(before)) || !(after == NONE || NamePath.isSeparator(after))) {
            throw new PatternException(
                    "** matches whole segments: put / or . around it, or write * for a part of one", wild.offset());
        }
    }

    private void flush() {
        if (literal.length() > 0) {
            parts.add(literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
