package ckpts.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A name as a path: segments, each but the last followed by a separator. Immutable.
 *
 * <pre>
 *   bert/encoder.layer_0/w      segments [bert, encoder, layer_0, w], separators "/./"
 * </pre>
 *
 * @param segments at least one; a segment may be empty
 * @param separators one character fewer than segments, each {@code /} or {@code .}
 */
public record NamePath(List<String> segments, String separators) {
    /** The separators as strings, TensorFlow's first. */
    public static final List<String> SEPARATORS = List.of("/", ".");

    public NamePath {
        segments = List.copyOf(segments);
        Objects.requireNonNull(separators, "separators is null");
        if (segments.size() != separators.length() + 1) {
            throw new IllegalArgumentException(segments + " with " + separators);
        }
    }

    public static NamePath of(String name) {
        StringBuilder separators = new StringBuilder();
        name.chars().filter(NamePath::isSeparator).forEach(c -> separators.append((char) c));
        return new NamePath(segments(name), separators.toString());
    }

    /**
     * A pattern as a path: split outside braces and classes, and not at an escaped separator. Segments are as written.
     */
    public static NamePath ofPattern(String source) {
        List<String> segments = new ArrayList<>();
        StringBuilder separators = new StringBuilder();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (depth == 0 && isSeparator(c)) {
                segments.add(source.substring(start, i));
                separators.append(c);
                start = i + 1;
            }
        }
        segments.add(source.substring(start));
        return new NamePath(segments, separators.toString());
    }

    /** Whether a character ends a segment. */
    public static boolean isSeparator(int character) {
        return character == '/' || character == '.';
    }

    /** The segments without separators; those at the ends of a part of a name may be incomplete, or empty. */
    static List<String> segments(String name) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        for (int end = end(name, 0); end < name.length(); end = end(name, start)) {
            segments.add(name.substring(start, end));
            start = end + 1;
        }
        segments.add(name.substring(start));
        return segments;
    }

    /** The end of the segment that contains {@code from}: its separator, or the end of the name. */
    public static int end(String name, int from) {
        int end = from;
        while (end < name.length() && !isSeparator(name.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The start of the last segment: after the last separator. */
    public static int lastStart(String name) {
        return Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1;
    }

    /** Whether a text ends with a separator. */
    public static boolean endsSegment(String text) {
        return !text.isEmpty() && isSeparator(text.charAt(text.length() - 1));
    }

    /** A piece, or a text that ends with one, without a separator at its end. */
    public static String withoutEnd(String piece) {
        return endsSegment(piece) ? piece.substring(0, piece.length() - 1) : piece;
    }

    /** The separator at the end of a piece; empty if it has none. */
    public static String endOf(String piece) {
        return endsSegment(piece) ? piece.substring(piece.length() - 1) : "";
    }

    /** The segments, each but the last followed by its separator: joined, they are the name. */
    public List<String> pieces() {
        List<String> pieces = new ArrayList<>(depth());
        for (int i = 0; i < separators.length(); i++) {
            pieces.add(segments.get(i) + separators.charAt(i));
        }
        pieces.add(last());
        return pieces;
    }

    /** The separator after a segment that is not the last. */
    public char separator(int segment) {
        return separators.charAt(segment);
    }

    /** The number of segments. */
    public int depth() {
        return segments.size();
    }

    public String last() {
        return segments.get(segments.size() - 1);
    }

    /** The first {@code count} segments, each followed by its separator; the whole name if there are no more. */
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

    /** The part before the last segment, with its separator; empty for a name of one segment. */
    public String parent() {
        return beginning(segments.size() - 1);
    }

    /** The name. */
    @Override
    public String toString() {
        return beginning(segments.size());
    }
}
