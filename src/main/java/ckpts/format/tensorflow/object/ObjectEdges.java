package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edges of a graph by their names. Objects may have a hundred thousand children, so names are indexed. For one thread.
 */
final class ObjectEdges {
    private final ObjectGraph graph;
    private final Map<Integer, Map<String, Integer>> known = new HashMap<>();

    ObjectEdges(ObjectGraph graph) {
        this.graph = graph;
    }

    /** The first child of this name: the one that TensorFlow uses. */
    Optional<Integer> child(int node, String name) {
        return Optional.ofNullable(known.computeIfAbsent(node, this::byName).get(name));
    }

    private Map<String, Integer> byName(int node) {
        Map<String, Integer> byName = new HashMap<>();
        for (Edge edge : graph.node(node).children()) {
            byName.putIfAbsent(edge.name(), edge.node());
        }
        return byName;
    }

    /** The node at the end of a path; empty if it does not lead anywhere. */
    Optional<Integer> follow(List<String> edges) {
        Optional<Integer> node = Optional.of(ObjectGraph.ROOT);
        for (int i = 0; i < edges.size() && node.isPresent(); i++) {
            node = child(node.get(), edges.get(i));
        }
        return node;
    }
}
