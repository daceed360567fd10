package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An object that Keras saved by its place in the model, with its variables under numbers; or a list of such objects.
 *
 * <pre>
 *   /                      the model, attribute of the object that has `layers`
 *     vars/0, vars/1       its own variables; the group `vars` has its name as an attribute
 *     layers/              a list: elements are called after their class, and numbered by class
 *       dense/vars/0
 *       dense_1/vars/0
 *     encoder/             an attribute of the object
 *       vars/0
 * </pre>
 *
 * @param path of its group; empty for the model
 * @param isList whether it is a list, which has no variables of its own
 * @param name that the object gave itself, if it is known
 * @param part its part of names in scripts; empty for the model and for lists of layers
 * @param type the name of its class as Keras spells it in paths, if it is known
 * @param config of a layer, if the file has one
 * @param variables in their order
 * @param members objects in it, in the order of the file
 */
record SavedObject(
        String path,
        boolean isList,
        Optional<String> name,
        Optional<String> part,
        Optional<String> type,
        Optional<Attribute.Fields> config,
        List<SavedVariable> variables,
        List<SavedObject> members) {
    /** The group of an object that has its variables. */
    static final String VARIABLES = "vars";

    /** The lists in which models have their layers; the second one that of Keras 2.12. */
    static final Set<String> LAYERS = Set.of("layers", "_layer_checkpoint_dependencies");

    static final String OPTIMIZER = "optimizer";

    SavedObject {
        variables = List.copyOf(variables);
        members = List.copyOf(members);
    }

    /**
     * A variable of an object.
     *
     * @param path of the dataset
     * @param label the last part of its name in scripts: {@code kernel}, or {@code vars/0} if that is not known
     */
    record SavedVariable(String path, String label, Tensor tensor) {
        /** What it is called in the group of variables: mostly a number. */
        String key() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** The last part of its path. */
    String element() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is the list of a model's layers. */
    boolean isLayers() {
        return isList && LAYERS.contains(element());
    }

    /** The number of an element among those of its class: {@code dense} is 0, {@code dense_1} is 1. */
    int number() {
        String element = element();
        int end = element.lastIndexOf('_');
        return isNumbered(element) ? Integer.parseInt(element.substring(end + 1)) : 0;
    }

    /** What an element is called without its number. */
    static String unnumbered(String element) {
        return isNumbered(element) ? element.substring(0, element.lastIndexOf('_')) : element;
    }

    private static boolean isNumbered(String element) {
        return element.matches(".+_[1-9][0-9]{0,8}");
    }

    /** Whether the elements of each class have all numbers from 0: an object that is saved elsewhere leaves a gap. */
    boolean isNumberedWhole() {
        Map<String, Integer> most = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (SavedObject member : members) {
            String type = unnumbered(member.element());
            counts.merge(type, 1, Integer::sum);
            most.merge(type, member.number() + 1, Math::max);
        }
        return most.equals(counts);
    }

    /** It and all in it, each before its members. */
    void walk(Consumer<SavedObject> visitor) {
        visitor.accept(this);
        members.forEach(member -> member.walk(visitor));
    }

    /** All variables in it, its own first. */
    List<SavedVariable> all() {
        List<SavedVariable> all = new ArrayList<>();
        walk(object -> all.addAll(object.variables()));
        return all;
    }

    Optional<SavedObject> member(String element) {
        return members.stream()
                .filter(member -> member.element().equals(element))
                .findFirst();
    }

    /** Its part of a name in front of that of what is in it. */
    String below(String prefix) {
        return part.map(own -> prefix + own + "/").orElse(prefix);
    }
}
