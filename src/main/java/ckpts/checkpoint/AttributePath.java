package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The way from the metadata to one of their values: {@code groups[0].lr}.
 *
 * @param steps at least one, the first of them a field
 */
public record AttributePath(List<Step> steps) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** One step further in. */
    public sealed interface Step {
        /** To the value of a field. */
        record Field(String name) implements Step {}

        /** To an item of a list, counted from 0. */
        record Position(int index) implements Step {}
    }

    public AttributePath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !(steps.get(0) instanceof Step.Field)) {
            throw new IllegalArgumentException("a path begins with a field: " + steps);
        }
    }

    /** Of a field of the metadata themselves. */
    public static AttributePath of(String field) {
        return new AttributePath(List.of(new Step.Field(field)));
    }

    /** The field of the metadata that the value is in. */
    public String first() {
        return ((Step.Field) steps.get(0)).name();
    }

    /** The value there; empty if there is none. */
    public Optional<Attribute> in(Attribute.Fields metadata) {
        Attribute value = metadata;
        for (Step step : steps) {
            Optional<Attribute> next = inside(value, step);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            value = next.get();
        }
        return Optional.of(value);
    }

    /** The value one step further in; empty if there is none. */
    public static Optional<Attribute> inside(Attribute value, Step step) {
        if (step instanceof Step.Field field && value instanceof Attribute.Fields fields) {
            return Optional.ofNullable(fields.values().get(field.name()));
        }
        if (step instanceof Step.Position position && value instanceof Attribute.Items items) {
            boolean there =
                    position.index() >= 0 && position.index() < items.values().size();
            return there ? Optional.of(items.values().get(position.index())) : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * The metadata with this value; without it if none is given.
     *
     * @throws IllegalArgumentException if the value that it would be in is not there
     */
    public Attribute.Fields set(Attribute.Fields metadata, Optional<Attribute> value) {
        return (Attribute.Fields) set(metadata, 0, value);
    }

    private Attribute set(Attribute within, int depth, Optional<Attribute> value) {
        Step step = steps.get(depth);
        Optional<Attribute> changed = depth == steps.size() - 1
                ? value
                : Optional.of(set(
                        inside(within, step).orElseThrow(() -> new IllegalArgumentException("there is no " + text())),
                        depth + 1,
                        value));
        if (step instanceof Step.Field field && within instanceof Attribute.Fields fields) {
            return fields.with(field.name(), changed);
        }
        if (step instanceof Step.Position position && within instanceof Attribute.Items items && changed.isPresent()) {
            List<Attribute> values = new ArrayList<>(items.values());
            values.set(position.index(), changed.get());
            return new Attribute.Items(values);
        }
        throw new IllegalArgumentException("there is no " + text());
    }

    /** Whether the value of the other path is in the value of this one, or is it. */
    public boolean contains(AttributePath other) {
        return other.steps.size() >= steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    /** As a script writes it after {@code metadata}, with the dot or bracket: {@code .groups[0].lr}, {@code ["a b"]}. */
    public String written() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Position position) {
                text.append('[').append(position.index()).append(']');
            } else if (step instanceof Step.Field field) {
                boolean word = WORD.matcher(field.name()).matches();
                text.append(word ? "." + field.name() : "[" + quoted(field.name()) + "]");
            }
        }
        return text.toString();
    }

    /** As it is shown: {@code groups[0].lr}. */
    public String text() {
        String written = written();
        return written.startsWith(".") ? written.substring(1) : written;
    }

    private static String quoted(String name) {
        return "\"" + name.replaceAll("[\\\\\"$]", "\\\\$0") + "\"";
    }
}
