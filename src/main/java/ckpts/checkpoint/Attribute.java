package ckpts.checkpoint;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value that a checkpoint has beside its tensors: of the metadata, which are {@link Fields}. The kinds are those of
 * JSON, with whole numbers apart. Immutable.
 */
public sealed interface Attribute {
    /** The kind in messages: "a string". */
    String kind();

    /** The value on one line, as it is shown. */
    String text();

    record Text(String value) implements Attribute {
        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String text() {
            return value;
        }
    }

    record Whole(BigInteger value) implements Attribute {
        @Override
        public String kind() {
            return "a whole number";
        }

        @Override
        public String text() {
            return value.toString();
        }
    }

    record Real(double value) implements Attribute {
        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public String text() {
            return Double.toString(value);
        }
    }

    record Truth(boolean value) implements Attribute {
        @Override
        public String kind() {
            return "true or false";
        }

        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    /** The value of a field that has none. */
    record Nothing() implements Attribute {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String text() {
            return "null";
        }
    }

    record Items(List<Attribute> values) implements Attribute {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String text() {
            return values.stream().map(Attribute::text).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** Values by name, in their order. */
    record Fields(Map<String, Attribute> values) implements Attribute {
        public static final Fields NONE = new Fields(Map.of());

        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** Of strings alone. */
        public static Fields ofTexts(Map<String, String> texts) {
            Map<String, Attribute> values = new LinkedHashMap<>();
            texts.forEach((name, text) -> values.put(name, new Text(text)));
            return new Fields(values);
        }

        /** These fields with one set, which comes last if it is new; without it if no value is given. */
        public Fields with(String name, Optional<Attribute> value) {
            Map<String, Attribute> changed = new LinkedHashMap<>(values);
            value.ifPresentOrElse(given -> changed.put(name, given), () -> changed.remove(name));
            return new Fields(changed);
        }

        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String text() {
            return values.entrySet().stream()
                    .map(field -> field.getKey() + ": " + field.getValue().text())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
