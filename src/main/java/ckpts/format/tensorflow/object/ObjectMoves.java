package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object at each place of the new graph: an old one that has moved there, or a new one. For one edit. */
final class ObjectMoves {
    private final List<Wanted> wanted;
    private final Origins origins;
    private final WantedPlaces places;
    private final Item root;
    private final Map<PathTree, Item> items = new HashMap<>();
    private final Map<PathTree, List<Integer>> sources = new HashMap<>();
    private final Map<Integer, Item> moved = new HashMap<>();

    /** @param root of the new graph */
    ObjectMoves(List<Wanted> wanted, Origins origins, WantedPlaces places, Item root) {
        this.wanted = wanted;
        this.origins = origins;
        this.places = places;
        this.root = root;
    }

    /** Old nodes to the objects that they have become; grows while the new graph is filled. */
    Map<Integer, Item> moved() {
        return moved;
    }

    /** The object at a place; made now if there is none yet. */
    Item item(PathTree place) {
        return items.computeIfAbsent(place, key -> new Item());
    }

    /** The object of a value; empty if nothing has this name. */
    Optional<Item> item(String name) {
        return places.place(name).map(items::get);
    }

    /** The old nodes whose contents the object at a place takes. */
    List<Integer> sources(PathTree place) {
        return sources.getOrDefault(place, List.of());
    }

    /** Whether another place with the same object fills it. */
    boolean isFilledElsewhere(PathTree place) {
        return sources.containsKey(place) && sources.get(place).isEmpty();
    }

    /** Gives each place the old object with the most votes of its values, the strongest claims first. */
    void assign() {
        Map<List<Object>, Integer> signatures = new HashMap<>();
        Map<Integer, PathTree> owners = new HashMap<>();
        PathTree tree = places.tree();
        items.put(tree, root);
        standAtTheirPaths(owners);
        for (PlaceClaims.Claim claim : places.claims()) {
            PathTree owner = owners.get(claim.node());
            boolean free = !sources.containsKey(claim.place());
            if (owner == null && free) {
                owners.put(claim.node(), claim.place());
                sources.put(claim.place(), List.of(claim.node()));
                moved.put(claim.node(), item(claim.place()));
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
        if (!owners.containsKey(ObjectGraph.ROOT) && !sources(tree).isEmpty()) {
            sources.put(tree, List.of(ObjectGraph.ROOT, sources(tree).get(0)));
            moved.put(ObjectGraph.ROOT, root);
        }
    }

    /** A value is the same object at all its paths. */
    private void standAtTheirPaths(Map<Integer, PathTree> owners) {
        for (Wanted one : wanted) {
            if (GraphEdit.isSlotReference(one.name()) || origins.isOutside(one)) {
                continue;
            }
            PathTree place = places.place(one.name()).orElseThrow();
            Item item = item(place);
            Optional<Integer> node = origins.node(one);
            if (node.isPresent() && owners.putIfAbsent(node.get(), place) == null) {
                sources.put(place, List.of(node.get()));
                moved.put(node.get(), item);
            }
            for (String alias : one.aliases()) {
                PathTree other = places.place(alias).orElseThrow();
                if (items.putIfAbsent(other, item) == null) {
                    sources.put(other, List.of());
                }
            }
        }
    }
}
