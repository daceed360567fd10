package ckpts.language.source;

import java.util.Objects;

/**
 * A range of a source text: {@code start} is the first character's offset, {@code end} the one after the last (UTF-16).
 *
 * <p>The place of a node is not part of its meaning: all spans are equal, so that syntax trees compare by meaning.
 */
public final class Span {
    private final SourceText source;
    private final int start;
    private final int end;

    public Span(SourceText source, int start, int end) {
        this.source = Objects.requireNonNull(source, "source is null");
        if (start < 0 || end < start || end > source.text().length()) {
            throw new IllegalArgumentException(start + ".." + end + " in " + source);
        }
        this.start = start;
        this.end = end;
    }

    public SourceText source() {
        return source;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** 1-based. */
    public int line() {
        return source.line(start);
    }

    /** 1-based, in code points. */
    public int column() {
        return source.column(start);
    }

    public String text() {
        return source.text().substring(start, end);
    }

    /** The empty span at the start of its first line: text inserted there comes before the whole statement. */
    public Span startOfLine() {
        int begin = source.text().lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        int at = start == 0 ? 0 : begin;
        return new Span(source, at, at);
    }

    /** From the start of this one to the end of that one, of the same source. */
    public Span to(Span last) {
        return new Span(source, start, Math.max(end, last.end));
    }

    /** {@code fix.ckpts:7}. */
    public String place() {
        return source.name() + ":" + line();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Span;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return source.name() + ":" + line() + ":" + column();
    }
}
