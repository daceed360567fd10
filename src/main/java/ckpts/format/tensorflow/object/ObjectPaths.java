package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import java.io.IOException;
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
 * <p>An object is named by its shortest path outside optimizers and outside the collections that Keras keeps of objects
 * with a place of their own; failing that, by a path through an optimizer's own edges, through collections, and finally
 * through any edges. Among equally short ones the first in the order of edges is used, as in TensorFlow's keys.
 */
final class ObjectPaths {
    /** Keras's lists of variables that are also children of layers. */
    private static final Set<String> COLLECTIONS =
            Set.of("variables", "trainable_variables", "_all_variables", "keras_api");

    /** Maximum paths of one object; shared objects in shared containers multiply them. */
    private static final int MOST_PATHS = 64;

    private static final int MOST_STEPS = 4096;

    /**
     * Maximum search steps for all objects of a graph together: a hostile graph may make every search for paths long.
     */
    private static final int MOST_STEPS_IN_ALL = 1 << 23;

    /** Programs nest objects a few dozen deep; edits walk paths by recursion. */
    static final int MOST_EDGES = 1000;

    /**
     * Maximum length of all paths together, and of all further paths together: a long chain has paths of quadratic
     * length.
     */
    static final long MOST_CHARACTERS = 1L << 26;

    private final ObjectGraph graph;
    private final boolean[] optimizer;
    private final String[] paths;
    /** Edges into each node that start outside optimizers, by number of the source node. */
    private final List<List<Into>> into;

    private long characters;
    private long roomForOthers = MOST_CHARACTERS;
    private int stepsLeft = MOST_STEPS_IN_ALL;

    private record Into(int from, String edge) {}

    /** The edges that a search may follow. */
    @FunctionalInterface
    private interface Rule {
        boolean allows(boolean fromOptimizer, String edge);
    }

    /** @throws IOException if paths are too long; the message is a phrase that says which limit was hit */
    ObjectPaths(ObjectGraph graph) throws IOException {
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

    /** Searches breadth first from all nodes that have a path, nearest to the root first. */
    private void walk(Rule rule) throws IOException {
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
                        take(edge.node(), EdgeNames.join(paths[from], edge.name()), depth + 1);
                        at(byDepth, depth + 1).add(edge.node());
                    }
                }
            }
        }
    }

    private void take(int node, String path, int depth) throws IOException {
        if (depth > MOST_EDGES) {
            throw new IOException("node " + node + " of the object graph is " + depth
                    + " edges from the root, the limit of this reader is " + MOST_EDGES);
        }
        characters += path.length();
        if (characters > MOST_CHARACTERS) {
            throw new IOException("the paths to the objects of the graph have more than " + MOST_CHARACTERS
                    + " characters together, the limit of this reader");
        }
        paths[node] = path;
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

    /** The path that names an object; empty for one that is not a child, such as a slot. */
    Optional<String> name(int node) {
        return Optional.ofNullable(paths[node]);
    }

    /** Further paths to an object without optimizers or cycles, sorted; limited in number. */
    Set<String> others(int node) {
        Set<String> found = new TreeSet<>();
        if (stepsLeft > 0 && roomForOthers > 0) {
            int most = Math.min(stepsLeft, MOST_STEPS);
            stepsLeft -= most - collect(node, new ArrayDeque<>(), new HashSet<>(), found, most);
        }
        found.remove(paths[node]);
        found.forEach(path -> roomForOthers -= path.length());
        return found;
    }

    /**
     * Searches backwards from a node to the root.
     *
     * @param below edges from the node to the start of the search
     * @param on nodes on that path
     * @return number of steps left
     */
    private int collect(int node, Deque<String> below, Set<Integer> on, Set<String> found, int steps) {
        if (node == ObjectGraph.ROOT) {
            found.add(String.join("/", below));
            return steps;
        }
        int left = steps;
        on.add(node);
        for (Into edge : into.get(node)) {
            boolean enough = found.size() >= MOST_PATHS || below.size() >= MOST_EDGES || left <= 0;
            if (!enough) {
                left--;
                if (!on.contains(edge.from())) {
                    below.addFirst(EdgeNames.escape(edge.edge()));
                    left = collect(edge.from(), below, on, found, left);
                    below.removeFirst();
                }
            }
        }
        on.remove(node);
        return left;
    }
}
