package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
    private final List<String> obstacles = new ArrayList<>();

    private final Origins origins;
    /** Labels below which each old node has named values. */
    private final Map<Integer, Set<String>> named = new HashMap<>();

    /** Each value's whole name, including its attribute, to its name. */
    private final Map<String, String> values = new HashMap<>();

    private final PathTree tree = new PathTree();
    private final PlaceClaims claims;

    private final Map<PathTree, Item> items = new HashMap<>();
    private final Map<PathTree, List<Integer>> sources = new HashMap<>();
    private final Map<Integer, Item> moved = new HashMap<>();
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
        this.claims = new PlaceClaims(names.edges());
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
        enterOldPaths();
        for (int i = 0; i < wanted.size(); i++) {
            if (!isSlotReference(wanted.get(i).name()) && !origins.isOutside(wanted.get(i))) {
                enter(wanted.get(i), -1 - i);
            }
        }
        if (!obstacles.isEmpty()) {
            return new Edited(old, Map.of(), obstacles);
        }
        SlotReferences slots = new SlotReferences(wanted, origins.nodes(), draft, moved);
        Function<String, Optional<Item>> itemOf = name -> isSlotReference(name) ? slots.item(name) : itemAt(name);
        assign();
        fill(tree);
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

    private static Set<String> paths(Named named) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(path(named.name()));
        named.aliases().forEach(alias -> paths.add(path(alias)));
        return paths;
    }

    private void enterOldPaths() {
        for (Named tensor : names.tensors()) {
            if (tensor.place().isPresent() && !isSlotReference(tensor.name())) {
                for (String path : paths(tensor)) {
                    int node = ObjectGraph.ROOT;
                    for (String edge : EdgeNames.edges(path).orElse(List.of())) {
                        named.computeIfAbsent(node, key -> new HashSet<>()).add(edge);
                        node = next(node, edge).orElse(ObjectGraph.ROOT);
                    }
                }
            }
        }
    }

    private Optional<Integer> next(int node, String edge) {
        return names.edges().child(node, edge);
    }

    // ---- the new places

    /** @param unknown the number of a new object */
    private void enter(Wanted one, int unknown) {
        String other = values.putIfAbsent(path(one.name()) + ObjectNames.ATTRIBUTES + tail(one.name()), one.name());
        if (other != null) {
            obstacles.add("\"" + other + "\" and \"" + one.name() + "\" are two names for the same value of an object:"
                    + " rename one of them");
        }
        Optional<Named> origin = origins.of(one);
        Set<String> now = new LinkedHashSet<>();
        now.add(path(one.name()));
        one.aliases().forEach(alias -> now.add(path(alias)));
        Set<String> before = origin.map(GraphEdit::paths).orElse(Set.of());
        List<PlaceClaims.Walk> gone = before.stream()
                .filter(left -> !now.contains(left))
                .map(claims::walk)
                .toList();
        int object = origins.node(one).orElse(unknown);
        for (String path : now) {
            Optional<List<String>> edges = EdgeNames.edges(path);
            if (edges.isEmpty()) {
                obstacles.add(unwritable(one.name(), path));
                continue;
            }
            if (edges.get().size() > ObjectPaths.MOST_EDGES) {
                obstacles.add("\"" + path + "\" has " + edges.get().size() + " edges, the limit is "
                        + ObjectPaths.MOST_EDGES);
                continue;
            }
            List<PathTree> places = tree.enter(edges.get());
            PathTree last = places.get(places.size() - 1);
            last.identify(object);
            if (before.contains(path)) {
                claims.along(places, path, 2);
            } else if (origin.isEmpty()) {
                claims.along(places, path, 1);
            } else {
                gone.forEach(left -> claims.back(places, edges.get(), left));
            }
        }
    }

    private static String unwritable(String name, String path) {
        for (String part : path.split("/", -1)) {
            if (EdgeNames.unescape(part).filter(edge -> !edge.isEmpty()).isEmpty()) {
                return "\"" + name + "\" is not a path in an object graph: "
                        + (part.isEmpty()
                                ? "a part of it is empty"
                                : "write \"" + EdgeNames.escape(part) + "\" for the edge \"" + part + "\"");
            }
        }
        throw new IllegalStateException("every part of " + path + " can be written");
    }

    /** Gives each place the old object with the most votes of its values, the strongest claims first. */
    private void assign() {
        Map<List<Object>, Integer> signatures = new HashMap<>();
        Map<Integer, PathTree> owners = new HashMap<>();
        items.put(tree, draft.root());
        standAtTheirPaths(owners);
        for (PlaceClaims.Claim claim : claims.strongestFirst(tree)) {
            PathTree owner = owners.get(claim.node());
            boolean free = !sources.containsKey(claim.place());
            if (owner == null && free) {
                owners.put(claim.node(), claim.place());
                Item item = items.computeIfAbsent(claim.place(), key -> new Item());
                sources.put(claim.place(), List.of(claim.node()));
                moved.put(claim.node(), item);
            } else if (owner != null
                    && free
                    && owner != tree
                    && claim.place() != tree
                    && owner.signature(signatures) == claim.place().signature(signatures)) {
                items.put(claim.place(), items.get(owner));
                sources.put(claim.place(), List.of());
            }
        }
        // A root that is replaced by another object keeps its other contents.
        if (!owners.containsKey(ObjectGraph.ROOT)
                && !sources.getOrDefault(tree, List.of()).isEmpty()) {
            sources.put(tree, List.of(ObjectGraph.ROOT, sources.get(tree).get(0)));
            moved.put(ObjectGraph.ROOT, draft.root());
        }
    }

    /** A value is the same object at all its paths. */
    private void standAtTheirPaths(Map<Integer, PathTree> owners) {
        for (Wanted one : wanted) {
            if (isSlotReference(one.name()) || origins.isOutside(one)) {
                continue;
            }
            PathTree place = place(one.name());
            Item item = items.computeIfAbsent(place, key -> new Item());
            Optional<Integer> node = origins.node(one);
            if (node.isPresent() && owners.putIfAbsent(node.get(), place) == null) {
                sources.put(place, List.of(node.get()));
                moved.put(node.get(), item);
            }
            for (String alias : one.aliases()) {
                PathTree other = place(alias);
                if (items.putIfAbsent(other, item) == null) {
                    sources.put(other, List.of());
                }
            }
        }
    }

    private PathTree place(String name) {
        return tree.find(EdgeNames.edges(path(name)).orElseThrow()).orElseThrow();
    }

    private Optional<Item> itemAt(String name) {
        return EdgeNames.edges(path(name)).flatMap(tree::find).map(items::get);
    }

    // ---- the objects

    private void fill(PathTree place) {
        Item item = items.computeIfAbsent(place, key -> new Item());
        List<Integer> from = sources.getOrDefault(place, List.of());
        boolean shared = sources.containsKey(place) && from.isEmpty();
        for (PathTree child : place.children().values()) {
            items.computeIfAbsent(child, key -> new Item());
        }
        if (!shared) {
            Set<String> left = new LinkedHashSet<>(place.children().keySet());
            for (int node : from) {
                item.takeRest(old.node(node));
                hold(item, place, node, left);
            }
            for (String edge : place.children().keySet()) {
                if (left.contains(edge)) {
                    item.children.put(edge, items.get(place.children().get(edge)));
                }
            }
        }
        place.children().values().forEach(this::fill);
    }

    /** The edges of an old object in their order: those to values as requested, all others unchanged. */
    private void hold(Item item, PathTree place, int node, Set<String> left) {
        Set<String> ofValues = named.getOrDefault(node, Set.of());
        Map<Item, Deque<String>> fresh = new HashMap<>();
        place.children().forEach((label, child) -> {
            if (!ofValues.contains(label)) {
                fresh.computeIfAbsent(items.get(child), key -> new ArrayDeque<>(1))
                        .add(label);
            }
        });
        for (Edge edge : old.node(node).children()) {
            PathTree child = place.children().get(edge.name());
            if (child != null) {
                if (left.remove(edge.name())) {
                    item.children.put(edge.name(), items.get(child));
                }
            } else if (ofValues.contains(edge.name())) {
                freshLabel(fresh, edge.node(), left)
                        .ifPresent(label -> item.children.put(
                                label, items.get(place.children().get(label))));
            } else if (!item.children.containsKey(edge.name())) {
                carried(edge.node()).ifPresent(target -> item.children.put(edge.name(), target));
            }
        }
    }

    /** The new edge of something that a place held under another edge. */
    private Optional<String> freshLabel(Map<Item, Deque<String>> fresh, int child, Set<String> left) {
        Deque<String> labels = fresh.getOrDefault(moved.get(child), new ArrayDeque<>(0));
        while (!labels.isEmpty()) {
            String label = labels.remove();
            if (left.remove(label)) {
                return Optional.of(label);
            }
        }
        return Optional.empty();
    }

    /** The new object for an old node without a value: itself, without removed contents; empty if it is removed. */
    private Optional<Item> carried(int node) {
        Deque<Integer> queue = new ArrayDeque<>();
        Optional<Item> carried = carried(node, queue);
        while (!queue.isEmpty()) {
            int next = queue.remove();
            Item item = moved.get(next);
            item.takeRest(old.node(next));
            for (Edge edge : old.node(next).children()) {
                carried(edge.node(), queue).ifPresent(target -> item.children.putIfAbsent(edge.name(), target));
            }
        }
        return carried;
    }

    /** @param queue receives the node if its object has just been created: its contents are not yet known */
    private Optional<Item> carried(int node, Deque<Integer> queue) {
        Item known = moved.get(node);
        if (known != null) {
            return Optional.of(known);
        }
        if (!old.node(node).attributes().isEmpty() && !origins.survives(node)) {
            return Optional.empty();
        }
        Item item = new Item();
        moved.put(node, item);
        queue.add(node);
        return Optional.of(item);
    }
}
