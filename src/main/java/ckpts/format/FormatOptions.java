package ckpts.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The options of a format that a save gives, each with its value. Immutable. */
public final class FormatOptions {
    public static final FormatOptions NONE = new FormatOptions(Map.of());

    /** In the order in which they are given; the value of an option is of its type, which {@link #with} sees to. */
    private final Map<FormatOption<?>, Object> values;

    private FormatOptions(Map<FormatOption<?>, Object> values) {
        this.values = values;
    }

    public <T> FormatOptions with(FormatOption<T> option, T value) {
        Map<FormatOption<?>, Object> all = new LinkedHashMap<>(values);
        all.put(option, value);
        return new FormatOptions(all);
    }

    /** With the value that a reader finds for the option. */
    public <T> FormatOptions with(FormatOption<T> option, FormatOption.Reader reader) {
        return with(option, option.read(reader));
    }

    public boolean has(FormatOption<?> option) {
        return values.containsKey(option);
    }

    /** The value that is given; empty if the option is not. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> given(FormatOption<T> option) {
        return Optional.ofNullable((T) values.get(option));
    }

    /** The value that is given, else the usual one. */
    public <T> T get(FormatOption<T> option) {
        return given(option).orElse(option.usual());
    }

    /** As they are written after the format's name, {@code (alignment = 4096)}; empty if there are none. */
    public String written() {
        StringJoiner all = new StringJoiner(", ", "(", ")").setEmptyValue("");
        values.keySet().forEach(option -> all.add(option.name() + " = " + written(option)));
        return all.toString();
    }

    private <T> String written(FormatOption<T> option) {
        return option.written(get(option));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormatOptions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return written();
    }
}
