package ckpts.report;

import java.util.List;

/** One typed value in a report: text output formats it for people, JSON output keeps the raw value. */
public sealed interface Cell {
    record Text(String text) implements Cell {}

    /** A tensor name or another literal that must be shown exactly. */
    record Name(String name) implements Cell {}

    record Whole(long value) implements Cell {}

    record Real(double value) implements Cell {}

    /** A number of bytes. */
    record Bytes(long count) implements Cell {}

    /** A shape. */
    record Dimensions(List<Long> sizes) implements Cell {
        public Dimensions {
            sizes = List.copyOf(sizes);
        }
    }

    record Flag(boolean value) implements Cell {}

    /**
     * Several values: elements of a tensor, names.
     *
     * @param cells the values shown
     * @param more how many others there are
     */
    record Many(List<Cell> cells, long more) implements Cell {
        public Many {
            cells = List.copyOf(cells);
        }
    }

    /** No value: blank for people, null in JSON. */
    record Nothing() implements Cell {}

    static Cell text(String text) {
        return new Text(text);
    }

    static Cell name(String name) {
        return new Name(name);
    }

    static Cell whole(long value) {
        return new Whole(value);
    }

    static Cell real(double value) {
        return new Real(value);
    }

    static Cell bytes(long count) {
        return new Bytes(count);
    }

    static Cell dimensions(List<Long> sizes) {
        return new Dimensions(sizes);
    }

    static Cell flag(boolean value) {
        return new Flag(value);
    }

    static Cell many(List<Cell> cells) {
        return new Many(cells, 0);
    }

    static Cell nothing() {
        return new Nothing();
    }
}
