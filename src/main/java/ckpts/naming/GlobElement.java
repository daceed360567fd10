package ckpts.naming;

/**
 * One part of a compiled pattern: yields the ends of its possible matches from a position, longest first.
 *
 * <p>Yielding the ends one by one lets the matcher try the longest text first, as the language promises, without any
 * element knowing its neighbours.
 */
public sealed interface GlobElement {
    /** The greatest end at which this part can match from {@code from}; -1 if it cannot. */
    int longest(String name, int from);

    /** The next smaller end after {@code end}; -1 if there is none. */
    int shorter(String name, int from, int end);

    /** Characters that match themselves. */
    record Literal(String text) implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return name.startsWith(text, from) ? from + text.length() : -1;
        }

        @Override
        public int shorter(String name, int from, int end) {
            return -1;
        }
    }

    /** {@code *}: zero or more characters of one segment. */
    record Star() implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return NamePath.end(name, from);
        }

        @Override
        public int shorter(String name, int from, int end) {
            return end > from ? end - 1 : -1;
        }
    }

    /** {@code ?}, or a class: one character (code point) that is not a separator. */
    record OneOf(String source, CharacterSet set) implements GlobElement {
        @Override
        public int longest(String name, int from) {
            if (from >= name.length()) {
                return -1;
            }
            int character = name.codePointAt(from);
            return !NamePath.isSeparator(character) && set.contains(character)
                    ? from + Character.charCount(character)
                    : -1;
        }

        @Override
        public int shorter(String name, int from, int end) {
            return -1;
        }
    }

    /**
     * {@code **} with the separator that follows it: zero or more whole segments.
     *
     * <pre>
     *   a/**{@literal /}b     a/ [x/y/] b     a/ [] b
     * </pre>
     */
    record SegmentsThen(char separator) implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return Math.max(from, name.lastIndexOf(separator) + 1);
        }

        @Override
        public int shorter(String name, int from, int end) {
            return end == from ? -1 : Math.max(from, name.lastIndexOf(separator, end - 2) + 1);
        }
    }

    /** {@code **} alone: everything. */
    record Everything() implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return name.length();
        }

        @Override
        public int shorter(String name, int from, int end) {
            return -1;
        }
    }

    /** A final {@code /**}, or one between different separators: one or more segments. */
    record OneOrMoreSegments() implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return name.length() > from ? name.length() : -1;
        }

        @Override
        public int shorter(String name, int from, int end) {
            return end - 1 > from ? end - 1 : -1;
        }
    }

    /**
     * A list or a range.
     *
     * @param source as written, with the braces
     */
    record Choice(Alternatives alternatives, String source) implements GlobElement {
        @Override
        public int longest(String name, int from) {
            return alternatives.longest(name, from);
        }

        @Override
        public int shorter(String name, int from, int end) {
            return alternatives.shorter(name, from, end);
        }
    }

    /**
     * The first appearance of a capture.
     *
     * @param kind the part that matches its text
     * @param numeric whether it matches numbers only
     */
    record Capture(String name, GlobElement kind, boolean numeric) implements GlobElement {
        @Override
        public int longest(String text, int from) {
            return kind.longest(text, from);
        }

        @Override
        public int shorter(String text, int from, int end) {
            return kind.shorter(text, from, end);
        }
    }

    /**
     * A later appearance of a capture: the matcher compares it with the text of the first.
     *
     * @param first the index of the first appearance among the pattern's elements
     */
    record Repeat(String name, int first) implements GlobElement {
        @Override
        public int longest(String text, int from) {
            throw new IllegalStateException("compared by the matcher");
        }

        @Override
        public int shorter(String text, int from, int end) {
            return -1;
        }
    }

    /** The kind of a capture without one: one or more characters of one segment. */
    record SegmentPart() implements GlobElement {
        @Override
        public int longest(String name, int from) {
            int end = NamePath.end(name, from);
            return end > from ? end : -1;
        }

        @Override
        public int shorter(String name, int from, int end) {
            return end - 1 > from ? end - 1 : -1;
        }
    }

    /** The kind {@code int}: one or more digits. */
    record Digits() implements GlobElement {
        @Override
        public int longest(String name, int from) {
            int end = Alternatives.NumberRange.digitsEnd(name, from);
            return end > from ? end : -1;
        }

        @Override
        public int shorter(String name, int from, int end) {
            return end - 1 > from ? end - 1 : -1;
        }
    }
}
