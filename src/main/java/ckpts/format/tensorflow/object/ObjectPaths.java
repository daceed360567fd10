package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Paths to the objects of a graph: the one that names each, and further ones.
 *
 * <p>An object is named by its shortest path outside optimizers and outside the collections that Keras keeps of things
 * that have a place of their own; failing that through an optimizer's own edges, through collections, and at last
 * through whatever there is. Among equally short ones the first in the order of edges counts, as in TensorFlow's keys.
 */
final class ObjectPaths {
    /** Keras's lists of variables that are children of layers as well. */
    private static final Set<String> COLLECTIONS =
            Set.of("variables", "trainable_variables", "_all_variables", "keras_api");

    /** Of one object; shared objects in shared containers multiply them. */
    private static final int MOST_PATHS = 64;

    private static final int MOST_STEPS = 4096;

    private final ObjectGraph graph;
    private final boolean[] optimizer;
    private final String[] paths;
    /** Edges into each node that start outside optimizers, by number of the node they start from. */
    private final List<List<Into>> into;

    private record Into(int from, String edge) {}

    /** Which edges a walk may take. */
    @FunctionalInterface
    private interface Rule {
        boolean allows(boolean fromOptimizer, String edge);
    }

    ObjectPaths(ObjectGraph graph) {
        this.graph = graph;
        int size = graph.size();
        this.optimizer = new boolean[size];
        for (int node = 0; node < size; node++) {
            optimizer[node] = Optimizers.isOptimizer(graph.node(node));
        }
        this.paths = new String[size];
        paths[ObjectGraph.ROOT] = "";
        walk((fromOptimizer, edge) -> !fromOptimizer && !COLLECTIONS.contains(edge));
        walk((fromOptimizer, edge) -> !(fromOptimizer ? Optimizers.DERIVED : COLLECTIONS).contains(edge));
        walk((fromOptimizer, edge) -> !fromOptimizer);
        walk((fromOptimizer, edge) -> true);
        this.into = new ArrayList<>(Collections.nCopies(size, List.of()));
        for (int node = 0; node < size; node++) {
            if (!optimizer[node] && paths[node] != null) {
                for (Edge edge : graph.node(node).children()) {
                    enter(node, edge);
                }
            }
        }
    }

    private void enter(int from, Edge edge) {
        List<Into> known = into.get(edge.node());
        if (known.isEmpty()) {
            known = new ArrayList<>(1);
            into.set(edge.node(), known);
        }
        known.add(new Into(from, edge.name()));
    }

    /** Breadth first from everything that has a path, nearest to the root first. */
    private void walk(Rule rule) {
        List<Deque<Integer>> byDepth = new ArrayList<>();
        for (int node = 0; node < paths.length; node++) {
            if (paths[node] != null) {
                at(byDepth, depth(paths[node])).add(node);
            }
        }
        for (int depth = 0; depth < byDepth.size(); depth++) {
            Deque<Integer> queue = byDepth.get(depth);
            while (!queue.isEmpty()) {
                int from = queue.remove();
                for (Edge edge : graph.node(from).children()) {
                    if (paths[edge.node()] == null && rule.allows(optimizer[from], edge.name())) {
                        paths[edge.node()] = EdgeNames.join(paths[from], edge.name());
                        at(byDepth, depth + 1).add(edge.node());
                    }
                }
            }
        }
    }

    private static Deque<Integer> at(List<Deque<Integer>> byDepth, int depth) {
        while (byDepth.size() <= depth) {
            byDepth.add(new ArrayDeque<>());
        }
        return byDepth.get(depth);
    }

    private static int depth(String path) {
        return path.isEmpty() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
    }

    boolean isOptimizer(int node) {
        return optimizer[node];
    }

    /** The path that names an object; empty for one that nobody holds, as slots are. */
    Optional<String> name(int node) {
        return Optional.ofNullable(paths[node]);
    }

    /** Further paths to an object that run through no optimizer and not in a circle, sorted; not all of very many. */
    Set<String> others(int node) {
        Set<String> found = new TreeSet<>();
        collect(node, "", new HashSet<>(), found, new int[1]);
        found.remove(paths[node]);
        return found;
    }

    private void collect(int node, String below, Set<Integer> on, Set<String> found, int[] steps) {
        if (node == ObjectGraph.ROOT) {
            found.add(below);
            return;
        }
        on.add(node);
        for (Into edge : into.get(node)) {
            boolean enough = found.size() >= MOST_PATHS || ++steps[0] > MOST_STEPS;
            if (!enough && !on.contains(edge.from())) {
                String part = EdgeNames.escape(edge.edge());
                collect(edge.from(), below.isEmpty() ? part : part + "/" + below, on, found, steps);
            }
        }
        on.remove(node);
    }

    /** The node at the end of a path; empty if it does not lead anywhere. */
    static Optional<Integer> follow(ObjectGraph graph, List<String> edges) {
        int node = ObjectGraph.ROOT;
        for (String edge : edges) {
            Optional<Edge> next = graph.node(node).child(edge);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get().node();
        }
        return Optional.of(node);
    }

    Node node(int number) {
        return graph.node(number);
    }
}
