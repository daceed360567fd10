package ckpts.naming;

/** One part of a compiled target: writes text for a match. */
sealed interface TemplatePart {
    /** Writes for a match of a glob. */
    void write(GlobMatch match, StringBuilder name);

    /** Writes for one occurrence of a regular expression. */
    default void write(RegexMatch match, RegexMatch.Occurrence occurrence, StringBuilder name) {
        throw new IllegalStateException("a regular expression has no wildcards");
    }

    /** Whether it writes the text that an element of the pattern matched. */
    default boolean writes(int index, GlobElement element) {
        return false;
    }

    record Text(String text) implements TemplatePart {
        @Override
        public void write(GlobMatch match, StringBuilder name) {
            name.append(text);
        }

        @Override
        public void write(RegexMatch match, RegexMatch.Occurrence occurrence, StringBuilder name) {
            name.append(text);
        }
    }

    /** The text that a wildcard within a segment matched. */
    record Copied(int element) implements TemplatePart {
        @Override
        public boolean writes(int index, GlobElement other) {
            return index == element;
        }

        @Override
        public void write(GlobMatch match, StringBuilder name) {
            name.append(match.text(element));
        }
    }

    /**
     * The segments that a {@code **} matched, with one separator of the target next to them; neither if it matched
     * none.
     *
     * @param separated whether the pattern's part also matched the separator after its segments
     * @param before the separator before them in the target, or empty
     * @param after the separator after them in the target, or empty
     */
    record Segments(int element, boolean separated, String before, String after) implements TemplatePart {
        @Override
        public boolean writes(int index, GlobElement other) {
            return index == element;
        }

        @Override
        public void write(GlobMatch match, StringBuilder name) {
            String taken = match.text(element);
            if (!taken.isEmpty()) {
                name.append(before)
                        .append(taken, 0, taken.length() - (separated ? 1 : 0))
                        .append(after);
            }
        }
    }

    /** The item of a list at the position that the pattern's list matched. */
    record Paired(int element, Alternatives from, Alternatives to) implements TemplatePart {
        @Override
        public boolean writes(int index, GlobElement other) {
            return index == element;
        }

        @Override
        public void write(GlobMatch match, StringBuilder name) {
            name.append(to.at(from.indexOf(match.text(element))));
        }
    }

    /** A capture, or a number computed from captures. */
    record Computed(IndexExpression expression) implements TemplatePart {
        @Override
        public boolean writes(int index, GlobElement other) {
            return other instanceof GlobElement.Capture capture
                    && expression.captures().contains(capture.name());
        }

        @Override
        public void write(GlobMatch match, StringBuilder name) {
            name.append(expression.write(match::capture));
        }

        @Override
        public void write(RegexMatch match, RegexMatch.Occurrence occurrence, StringBuilder name) {
            name.append(expression.write(group -> match.group(occurrence, group)));
        }
    }
}
