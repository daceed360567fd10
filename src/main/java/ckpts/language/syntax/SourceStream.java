package ckpts.language.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A range of a source text as characters for the lexer. Positions are UTF-16 offsets in the whole text, as in spans, while
 * each step takes a whole code point; ANTLR's own stream counts code points and starts at zero.
 */
final class SourceStream implements CharStream {
    private final String text;
    private final int start;
    private final int end;
    private int at;

    SourceStream(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    @Override
    public void consume() {
        if (at >= end) {
            throw new IllegalStateException("read past the end");
        }
        at = next(at);
    }

    @Override
    public int LA(int count) {
        if (count <= 0) {
            return count == -1 && at > start ? text.codePointBefore(at) : IntStream.EOF;
        }
        int position = at;
        for (int i = 1; i < count && position < end; i++) {
            position = next(position);
        }
        return position < end ? text.codePointAt(position) : IntStream.EOF;
    }

    private int next(int position) {
        return Math.min(end, position + Character.charCount(text.codePointAt(position)));
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public int index() {
        return at;
    }

    @Override
    public void seek(int index) {
        at = Math.max(start, Math.min(end, index));
    }

    @Override
    public int size() {
        return end;
    }

    @Override
    public String getText(Interval interval) {
        return text.substring(interval.a, Math.min(end, interval.b + 1));
    }

    @Override
    public String getSourceName() {
        return IntStream.UNKNOWN_SOURCE_NAME;
    }
}
