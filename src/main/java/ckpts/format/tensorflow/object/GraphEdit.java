package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The object graph that results from edits of names.
 *
 * <p>Names say where every value is; the objects between the root and the values follow from that. An object of the old
 * graph moves to where most of its contents have moved, with everything else it contains: empty containers, cycles, the
 * lists of optimizers. If its values moved to several places, the object stays where it was and new ones are created.
 * Objects that can no longer be reached are left out, and so are references to them. For one edit.
 */
public final class GraphEdit {
    private final ObjectNames names;
    private final ObjectGraph old;
    private final List<Wanted> wanted;
    private final List<String> expected;
    private final Origins origins;
    private final GraphDraft draft = new GraphDraft();

    /**
     * A tensor of the result.
     *
     * @param name its name
     * @param aliases further paths to it
     * @param origin its name when it was read; empty for a new one
     * @param role its role in the model
     * @param isScalar whether it has no axes
     */
    public record Wanted(String name, Set<String> aliases, Optional<String> origin, Role role, boolean isScalar) {}

    /**
     * The result.
     *
     * @param graph the new graph; the old one itself if names are unchanged
     * @param keys name in the result to the key for its tensor
     * @param obstacles the reasons why there is no result, as sentences; empty if there is
     */
    public record Edited(ObjectGraph graph, Map<String, String> keys, List<String> obstacles) {}

    private GraphEdit(ObjectNames names, List<Wanted> wanted, List<String> expected) {
        this.names = names;
        this.expected = expected;
        this.old = names.graph();
        this.wanted = wanted;
        this.origins = new Origins(names, wanted);
    }

    /**
     * @param names names of the graph to be edited
     * @param wanted every tensor of the result
     * @param expected names of variables in the order in which the model's optimizers train them, if known
     */
    public static Edited of(ObjectNames names, List<Wanted> wanted, List<String> expected) {
        return isUnedited(names, wanted) ? unedited(names, wanted) : new GraphEdit(names, wanted, expected).edited();
    }

    private static boolean isUnedited(ObjectNames names, List<Wanted> wanted) {
        return wanted.size() == names.tensors().size()
                && wanted.stream()
                        .allMatch(one -> one.origin().equals(Optional.of(one.name()))
                                && names.named(one.name())
                                        .filter(named -> named.aliases().equals(one.aliases()))
                                        .isPresent());
    }

    private static Edited unedited(ObjectNames names, List<Wanted> wanted) {
        Map<String, String> keys = new HashMap<>();
        wanted.forEach(one ->
                keys.put(one.name(), names.named(one.name()).orElseThrow().key()));
        return new Edited(names.graph(), keys, List.of());
    }

    private Edited edited() {
        WantedPlaces places = new WantedPlaces(names, origins);
        for (int i = 0; i < wanted.size(); i++) {
            if (!isSlotReference(wanted.get(i).name()) && !origins.isOutside(wanted.get(i))) {
                places.enter(wanted.get(i), -1 - i);
            }
        }
        if (!places.obstacles().isEmpty()) {
            return new Edited(old, Map.of(), places.obstacles());
        }
        ObjectMoves moves = new ObjectMoves(wanted, origins, places, draft.root());
        Map<Integer, Item> moved = moves.moved();
        SlotReferences slots = new SlotReferences(wanted, origins.nodes(), draft, moved);
        Function<String, Optional<Item>> itemOf = name -> isSlotReference(name) ? slots.item(name) : moves.item(name);
        moves.assign();
        new ObjectContents(names, origins, moves).fill(places.tree());
        List<String> obstacles = new ArrayList<>();
        slots.attach(old, moved, itemOf, obstacles);
        ListRebuild lists = new ListRebuild(wanted, expected, itemOf, moved);
        names.optimizers()
                .forEach(optimizer -> Optional.ofNullable(moved.get(optimizer.node()))
                        .ifPresent(item -> lists.rebuild(optimizer, item)));
        if (!obstacles.isEmpty()) {
            return new Edited(old, Map.of(), obstacles);
        }
        draft.number();
        GraphKeys keys = new GraphKeys(names, draft, slots);
        for (Wanted one : wanted) {
            if (origins.isOutside(one)) {
                keys.keep(one.name(), origins.of(one).orElseThrow().key());
            } else {
                Item item = itemOf.apply(one.name()).orElseThrow();
                keys.add(one.name(), item, origins.of(one), tail(one.name()), origins.newName(one));
            }
        }
        boolean saysValues = old.size() == 1
                || old.nodes().stream().anyMatch(node -> node.hasValues().isPresent());
        Map<String, String> found = keys.assign();
        return new Edited(draft.graph(saysValues, old.unknown()), found, List.of());
    }

    static boolean isSlotReference(String name) {
        return name.contains(ObjectNames.SLOT);
    }

    /** The path of an object in a tensor's name; empty for the root. */
    public static String path(String name) {
        int at = ("/" + name).indexOf(ObjectNames.ATTRIBUTES);
        return at < 0 ? name : at == 0 ? "" : name.substring(0, at - 1);
    }

    /** The tensor's attribute of its object. */
    static String tail(String name) {
        int at = ("/" + name).indexOf(ObjectNames.ATTRIBUTES);
        return at < 0 ? ObjectNames.VALUE : ("/" + name).substring(at + ObjectNames.ATTRIBUTES.length());
    }

    /** The paths of all names of a tensor. */
    static Set<String> paths(Named named) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(path(named.name()));
        named.aliases().forEach(alias -> paths.add(path(alias)));
        return paths;
    }
}
