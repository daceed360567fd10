package ckpts.language.semantics;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.initializer.Initializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value of an expression. Immutable. */
public sealed interface Value {
    /** Name of the kind in messages: "a whole number". */
    String kind();

    /** The value as inserted into a string by {@code $x}, and as printed. */
    String text();

    /** The value as the command line sets a parameter to it. */
    default String setting() {
        return text();
    }

    /** A 64-bit whole number; sizes such as {@code 5GB} are numbers of bytes. */
    record Whole(long value) implements Value {
        @Override
        public String kind() {
            return "a whole number";
        }

        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    record Real(double value) implements Value {
        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public String text() {
            return Double.toString(value);
        }
    }

    /**
     * A string.
     *
     * @param outside whether it came from the command line: a path that begins with it is relative to the working
     *     directory, not to the script
     */
    record Text(String value, boolean outside) implements Value {
        public Text(String value) {
            this(value, false);
        }

        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String text() {
            return value;
        }
    }

    record Truth(boolean value) implements Value {
        @Override
        public String kind() {
            return "true or false";
        }

        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    /** A list. */
    final class Items implements Value {
        private final List<Value> values;
        private final long size;
        private final int depth;

        public Items(List<Value> values) {
            this.values = List.copyOf(values);
            long all = values.size();
            int deepest = 0;
            for (Value value : values) {
                if (value instanceof Items list) {
                    all = Math.min(Long.MAX_VALUE / 2, all) + Math.min(Long.MAX_VALUE / 2, list.size);
                    deepest = Math.max(deepest, list.depth);
                }
            }
            this.size = all;
            this.depth = deepest + 1;
        }

        public List<Value> values() {
            return values;
        }

        /** The number of items, including those of nested lists. */
        public long size() {
            return size;
        }

        /** The depth of nested lists: 1 where no item is a list. */
        public int depth() {
            return depth;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Items list && values.equals(list.values);
        }

        @Override
        public int hashCode() {
            return values.hashCode();
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String text() {
            return values.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String setting() {
            return values.stream()
                    .map(value -> value instanceof Text text ? ListText.item(text.value()) : value.setting())
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** An object of a JSON file. */
    record Fields(Map<String, Value> values) implements Value {
        @Override
        public String kind() {
            return "a JSON object";
        }

        @Override
        public String text() {
            return values.entrySet().stream()
                    .map(field -> field.getKey() + ": " + field.getValue().text())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** The null of a JSON file: can be compared and inserted, nothing else. */
    record Nothing() implements Value {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String text() {
            return "null";
        }
    }

    record ElementType(DType value) implements Value {
        @Override
        public String kind() {
            return "an element type";
        }

        @Override
        public String text() {
            return value.text();
        }
    }

    /** A lazy tensor. */
    record OfTensor(Tensor value) implements Value {
        @Override
        public String kind() {
            return "a tensor";
        }

        @Override
        public String text() {
            return value.type().toString();
        }
    }

    /**
     * A way to make a tensor once its type is known.
     *
     * @param initializer how
     * @param shape if the call gives it
     * @param dtype if the call gives it
     */
    record Recipe(Initializer initializer, Optional<Shape> shape, Optional<DType> dtype) implements Value {
        @Override
        public String kind() {
            return "an initializer";
        }

        @Override
        public String text() {
            return initializer.describe();
        }
    }

    /** The matched variable in the manifest: {@code manifest.shape}, {@code manifest.dtype}. */
    record Expectation(Shape shape, DType dtype) implements Value {
        @Override
        public String kind() {
            return "the manifest's variable";
        }

        @Override
        public String text() {
            return dtype.text() + shape;
        }
    }

    static Value of(Shape shape) {
        return new Items(shape.dimensions().stream().<Value>map(Whole::new).toList());
    }
}
