package ckpts.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A name as a path: segments, each but the last with the separator behind it. Immutable.
 *
 * <pre>
 *   bert/encoder.layer_0/w      segments [bert, encoder, layer_0, w], separators "/./"
 * </pre>
 *
 * @param segments at least one; a segment may be empty
 * @param separators one character fewer than segments, each {@code /} or {@code .}
 */
public record NamePath(List<String> segments, String separators) {
    public NamePath {
        segments = List.copyOf(segments);
        Objects.requireNonNull(separators, "separators is null");
        if (segments.size() != separators.length() + 1) {
            throw new IllegalArgumentException(segments + " with " + separators);
        }
    }

    /** Whether a character ends a segment. */
    public static boolean isSeparator(int character) {
        return GlobElement.isSeparator(character);
    }

    public static NamePath of(String name) {
        List<String> segments = new ArrayList<>();
        StringBuilder separators = new StringBuilder();
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            if (isSeparator(name.charAt(i))) {
                segments.add(name.substring(start, i));
                separators.append(name.charAt(i));
                start = i + 1;
            }
        }
        segments.add(name.substring(start));
        return new NamePath(segments, separators.toString());
    }

    /** How many segments. */
    public int depth() {
        return segments.size();
    }

    public String last() {
        return segments.get(segments.size() - 1);
    }

    /** The first {@code count} segments, each with the separator behind it; the whole name if there are no more. */
    public String beginning(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(segments.get(i));
            if (i < separators.length()) {
                text.append(separators.charAt(i));
            }
        }
        return text.toString();
    }

    /** What stands before the last segment, with its separator; empty for a name of one segment. */
    public String parent() {
        return beginning(segments.size() - 1);
    }

    /** The name. */
    @Override
    public String toString() {
        return beginning(segments.size());
    }
}
