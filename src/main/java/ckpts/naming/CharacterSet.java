package ckpts.naming;

import java.util.ArrayList;
import java.util.List;

/**
 * The characters of a class: {@code [a-z0-9_]}, or all others for {@code [!a-z]} and {@code [^a-z]}. Characters are
 * code points.
 */
final class CharacterSet {
    static final CharacterSet ALL = new CharacterSet(true, List.of());

    private final boolean negated;
    private final List<int[]> ranges;

    private CharacterSet(boolean negated, List<int[]> ranges) {
        this.negated = negated;
        this.ranges = ranges;
    }

    /**
     * @param source the class with its brackets
     * @throws PatternException if it is empty, contains a separator or a descending range
     */
    static CharacterSet parse(String source, int offset) {
        boolean negated = source.startsWith("[!") || source.startsWith("[^");
        int at = negated ? 2 : 1;
        int end = source.length() - 1;
        List<int[]> ranges = new ArrayList<>();
        while (at < end) {
            int low = character(source, at, offset);
            at += length(source, at);
            int high = low;
            if (at + 1 < end && source.charAt(at) == '-') {
                high = character(source, at + 1, offset);
                at += 1 + length(source, at + 1);
            }
            if (high < low) {
                throw new PatternException(
                        "the range " + Character.toString(low) + "-" + Character.toString(high) + " in " + source
                                + " is empty",
                        offset);
            }
            ranges.add(new int[] {low, high});
        }
        if (ranges.isEmpty()) {
            throw new PatternException(source + " is an empty class: write \\[ for the character [", offset);
        }
        return new CharacterSet(negated, ranges);
    }

    boolean contains(int character) {
        for (int[] range : ranges) {
            if (range[0] <= character && character <= range[1]) {
                return !negated;
            }
        }
        return negated;
    }

    private static int character(String source, int at, int offset) {
        int character = source.codePointAt(source.charAt(at) == '\\' ? at + 1 : at);
        if (NamePath.isSeparator(character)) {
            throw new PatternException(
                    Character.toString(character) + " in " + source
                            + ": a class is one character of a segment, and / and . end segments",
                    offset);
        }
        return character;
    }

    private static int length(String source, int at) {
        return source.charAt(at) == '\\' ? 2 : Character.charCount(source.codePointAt(at));
    }
}
