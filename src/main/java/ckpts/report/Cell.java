package ckpts.report;

import java.util.List;

/** One typed value in a report: text output formats it for people, JSON output keeps the raw value. */
public sealed interface Cell {
    <R> R accept(Visitor<R> visitor);

    record Text(String text) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitText(this);
        }
    }

    /** A tensor name or another literal that must be shown exactly. */
    record Name(String name) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitName(this);
        }
    }

    record Whole(long value) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWhole(this);
        }
    }

    record Real(double value) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReal(this);
        }
    }

    /** A number of bytes. */
    record Bytes(long count) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBytes(this);
        }
    }

    /** A shape. */
    record Dimensions(List<Long> sizes) implements Cell {
        public Dimensions {
            sizes = List.copyOf(sizes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDimensions(this);
        }
    }

    record Flag(boolean value) implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFlag(this);
        }
    }

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

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMany(this);
        }
    }

    /** No value: blank for people, null in JSON. */
    record Nothing() implements Cell {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNothing(this);
        }
    }

    /** One method per kind, no defaults: a new cell must be shown everywhere. */
    interface Visitor<R> {
        R visitText(Text cell);

        R visitName(Name cell);

        R visitWhole(Whole cell);

        R visitReal(Real cell);

        R visitBytes(Bytes cell);

        R visitDimensions(Dimensions cell);

        R visitFlag(Flag cell);

        R visitMany(Many cell);

        R visitNothing(Nothing cell);
    }

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
