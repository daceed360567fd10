package ckpts.format.tensorflow.object;

import ckpts.naming.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Paths by their edges, as a tree; a place may be an object with values. For one thread. */
final class PathTree {

    private final String path;
    private final Map<String, PathTree> children = new TreeMap<>(NaturalOrder.INSTANCE);
    private Optional<Integer> object = Optional.empty();
    private int signature = -1;

    PathTree() {
        this("");
    }

    private PathTree(String path) {
        this.path = path;
    }

    /** The places from the root to the end of a path, created if missing. */
    List<PathTree> enter(List<String> edges) {
        List<PathTree> places = new ArrayList<>(edges.size() + 1);
        PathTree place = this;
        places.add(place);
        for (String edge : edges) {
            String below = EdgeNames.join(place.path, edge);
            place = place.children.computeIfAbsent(edge, key -> new PathTree(below));
            places.add(place);
        }
        return places;
    }

    /** The place at the end of a path. */
    Optional<PathTree> find(List<String> edges) {
        PathTree place = this;
        for (String edge : edges) {
            place = place.children.get(edge);
            if (place == null) {
                return Optional.empty();
            }
        }
        return Optional.of(place);
    }

    /** This place and all below it. */
    List<PathTree> all() {
        List<PathTree> all = new ArrayList<>(List.of(this));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).children.values());
        }
        return all;
    }

    String path() {
        return path;
    }

    /** By edge, numbers in their order. */
    Map<String, PathTree> children() {
        return children;
    }

    /** The number of the object here: the same number for the same object. */
    Optional<Integer> object() {
        return object;
    }

    void identify(int number) {
        object = Optional.of(number);
    }

    /**
     * A number that is the same for places under which the same objects are reached by the same paths.
     *
     * @param known the numbers assigned so far
     */
    int signature(Map<List<Object>, Integer> known) {
        if (signature < 0) {
            List<Object> shape = new ArrayList<>();
            shape.add(object);
            children.forEach((edge, child) -> {
                shape.add(edge);
                shape.add(child.signature(known));
            });
            signature = known.computeIfAbsent(shape, key -> known.size());
        }
        return signature;
    }
}
