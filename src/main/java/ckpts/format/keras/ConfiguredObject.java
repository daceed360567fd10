package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Attribute.Items;
import ckpts.checkpoint.Attribute.Text;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.AttributePath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object in a configuration of Keras: a class with its arguments, or a function by its name.
 *
 * @param at where it stands
 * @param fields what stands there: {@code class_name}, {@code config}, in Keras 3 {@code module} and more
 */
record ConfiguredObject(AttributePath at, Fields fields) {
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";

    /** Where layers stand: in a list of {@code layers}, or in one that wraps them. */
    private static final Set<String> WRAPPED = Set.of("layer", "forward_layer", "backward_layer", "cell");

    /** Every object in a value, the outer ones first. */
    static List<ConfiguredObject> in(AttributePath at, Attribute value) {
        List<ConfiguredObject> found = new ArrayList<>();
        collect(at, value, found);
        return found;
    }

    private static void collect(AttributePath at, Attribute value, List<ConfiguredObject> found) {
        if (value instanceof Items items) {
            for (int i = 0; i < items.values().size(); i++) {
                collect(then(at, new Step.Position(i)), items.values().get(i), found);
            }
        } else if (value instanceof Fields fields) {
            if (fields.values().get(CLASS) instanceof Text) {
                found.add(new ConfiguredObject(at, fields));
            }
            fields.values().forEach((name, inner) -> collect(then(at, new Step.Field(name)), inner, found));
        }
    }

    private static AttributePath then(AttributePath at, Step step) {
        List<Step> steps = new ArrayList<>(at.steps());
        steps.add(step);
        return new AttributePath(steps);
    }

    /** Where one of its arguments stands. */
    AttributePath argument(String name) {
        return then(then(at, new Step.Field(CONFIG)), new Step.Field(name));
    }

    /** Where one of its own fields stands. */
    AttributePath field(String name) {
        return then(at, new Step.Field(name));
    }

    /** The class as it is written: {@code Dense}, {@code mine>Scale}. */
    String className() {
        return text(CLASS).orElseThrow();
    }

    /** A field that is a string. */
    Optional<String> text(String name) {
        return fields.values().get(name) instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** Its arguments by name; none if it has none, or they are no object. */
    Map<String, Attribute> arguments() {
        return fields.values().get(CONFIG) instanceof Fields config ? config.values() : Map.of();
    }

    /** The layers of a model, each where it stands; empty for other objects. */
    List<ConfiguredObject> layers() {
        Attribute config = fields.values().get(CONFIG);
        boolean listed = config instanceof Items;
        Attribute layers = listed ? config : arguments().get("layers");
        if (!(layers instanceof Items items)) {
            return List.of();
        }
        AttributePath list = listed ? field(CONFIG) : argument("layers");
        List<ConfiguredObject> found = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            if (items.values().get(i) instanceof Fields layer && layer.values().get(CLASS) instanceof Text) {
                found.add(new ConfiguredObject(then(list, new Step.Position(i)), layer));
            }
        }
        return found;
    }

    /** Whether it stands where layers stand. */
    boolean isLayer() {
        List<Step> steps = at.steps();
        Step last = steps.get(steps.size() - 1);
        if (last instanceof Step.Field field) {
            return WRAPPED.contains(field.name());
        }
        Step list = steps.get(Math.max(0, steps.size() - 2));
        return list.equals(new Step.Field("layers")) || list.equals(new Step.Field(CONFIG));
    }
}
