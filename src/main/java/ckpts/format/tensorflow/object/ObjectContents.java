package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contents of the objects of the new graph: their values, and what they contained in the old graph. For one edit. */
final class ObjectContents {
    private final ObjectGraph old;
    private final Origins origins;
    private final ObjectMoves moves;
    /** Labels below which each old node has named values. */
    private final Map<Integer, Set<String>> named = new HashMap<>();

    ObjectContents(ObjectNames names, Origins origins, ObjectMoves moves) {
        this.old = names.graph();
        this.origins = origins;
        this.moves = moves;
        enterOldPaths(names);
    }

    private void enterOldPaths(ObjectNames names) {
        for (Named tensor : names.tensors()) {
            if (tensor.place().isPresent() && !GraphEdit.isSlotReference(tensor.name())) {
                for (String path : GraphEdit.paths(tensor)) {
                    int node = ObjectGraph.ROOT;
                    for (String edge : EdgeNames.edges(path).orElse(List.of())) {
                        named.computeIfAbsent(node, key -> new HashSet<>()).add(edge);
                        node = names.edges().child(node, edge).orElse(ObjectGraph.ROOT);
                    }
                }
            }
        }
    }

    /** Fills the object at a place, and those at all places below. */
    void fill(PathTree place) {
        Item item = moves.item(place);
        place.children().values().forEach(moves::item);
        if (!moves.isFilledElsewhere(place)) {
            Set<String> left = new LinkedHashSet<>(place.children().keySet());
            for (int node : moves.sources(place)) {
                item.takeRest(old.node(node));
                hold(item, place, node, left);
            }
            for (String edge : place.children().keySet()) {
                if (left.contains(edge)) {
                    item.children.put(edge, moves.item(place.children().get(edge)));
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
                fresh.computeIfAbsent(moves.item(child), key -> new ArrayDeque<>(1))
                        .add(label);
            }
        });
        for (Edge edge : old.node(node).children()) {
            PathTree child = place.children().get(edge.name());
            if (child != null) {
                if (left.remove(edge.name())) {
                    item.children.put(edge.name(), moves.item(child));
                }
            } else if (ofValues.contains(edge.name())) {
                freshLabel(fresh, edge.node(), left)
                        .ifPresent(label -> item.children.put(
                                label, moves.item(place.children().get(label))));
            } else if (!item.children.containsKey(edge.name())) {
                carried(edge.node()).ifPresent(target -> item.children.put(edge.name(), target));
            }
        }
    }

    /** The new edge of something that a place held under another edge. */
    private Optional<String> freshLabel(Map<Item, Deque<String>> fresh, int child, Set<String> left) {
        Deque<String> labels = fresh.getOrDefault(moves.moved().get(child), new ArrayDeque<>(0));
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
            Item item = moves.moved().get(next);
            item.takeRest(old.node(next));
            for (Edge edge : old.node(next).children()) {
                carried(edge.node(), queue).ifPresent(target -> item.children.putIfAbsent(edge.name(), target));
            }
        }
        return carried;
    }

    /** @param queue receives the node if its object has just been created: its contents are not yet known */
    private Optional<Item> carried(int node, Deque<Integer> queue) {
        Item known = moves.moved().get(node);
        if (known != null) {
            return Optional.of(known);
        }
        if (!old.node(node).attributes().isEmpty() && !origins.survives(node)) {
            return Optional.empty();
        }
        Item item = new Item();
        moves.moved().put(node, item);
        queue.add(node);
        return Optional.of(item);
    }
}
