package ckpts.language.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A script, a cell or a command-line argument, with its lines found. Immutable. */
public final class SourceText {
    private final String name;
    private final String text;
    private final Optional<Path> folder;
    private final int[] lineStarts;

    /**
     * @param name as shown in messages: {@code fix.ckpts}, {@code In [3]}
     * @param text the whole text
     * @param folder the folder that paths in it are relative to; empty for the working directory
     */
    public SourceText(String name, String text, Optional<Path> folder) {
        this.name = Objects.requireNonNull(name, "name is null");
        this.text = Objects.requireNonNull(text, "text is null");
        this.folder = folder;
        this.lineStarts = lineStarts(text);
    }

    /** The text of a file: paths in it are relative to its folder. */
    public static SourceText ofFile(Path file, String name, String text) {
        Path folder = file.getParent();
        return new SourceText(name, text, Optional.of(folder == null ? Path.of("") : folder));
    }

    public String name() {
        return name;
    }

    /** Whether a source of this name is a file; what is not has its name in angle brackets: {@code <stdin>}, {@code <rename>}. */
    public static boolean isFile(String name) {
        return !name.startsWith("<") || !name.endsWith(">");
    }

    public String text() {
        return text;
    }

    public Optional<Path> folder() {
        return folder;
    }

    /** The line of an offset, 1-based. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column of an offset in code points, 1-based. */
    public int column(int offset) {
        return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
    }

    /** The text of a line (1-based) without its end. */
    public String lineText(int line) {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(start, end);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    @Override
    public String toString() {
        return name;
    }
}
