package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An optimizer that keeps its slots in parallel lists, as those of Keras since 2.11 do: entry n of each belongs to the n-th
 * trained variable.
 *
 * <pre>
 *   optimizer/_trainable_variables/0   ──>  dense/kernel
 *   optimizer/_momentums/0, _velocities/0   its slots
 *   optimizer/_variables/2, /3              the same two once more
 * </pre>
 *
 * @param node the optimizer's number
 * @param path its path
 * @param trained the nodes of the variables it trains, in its order; empty where that cannot be told
 * @param slots label of a list to its nodes, one for each trained variable
 * @param roles what each node of the optimizer is
 */
record OptimizerLists(
        int node, String path, List<Integer> trained, Map<String, List<Integer>> slots, Map<Integer, Role> roles) {

    /** @param variables full names to the nodes that have them, for optimizers that do not list what they train */
    static OptimizerLists of(
            ObjectGraph graph, int node, ObjectPaths paths, Supplier<Map<String, List<Integer>>> variables) {
        String path = paths.name(node).orElseThrow();
        Map<String, List<Integer>> lists = new LinkedHashMap<>();
        Map<Integer, Role> roles = new HashMap<>();
        for (Edge edge : graph.node(node).children()) {
            String name = EdgeNames.join(path, edge.name());
            Node child = graph.node(edge.node());
            if (!child.attributes().isEmpty() && isNamed(edge.node(), name, paths)) {
                roles.put(edge.node(), new Role.OptimizerState(edge.name()));
            }
            if (edge.name().equals(Optimizers.TRAINED) || !isNamed(edge.node(), name, paths)) {
                continue;
            }
            List<Integer> own = Optimizers.list(child).orElse(List.of());
            if (!own.isEmpty()) {
                boolean all = true;
                for (int i = 0; i < own.size(); i++) {
                    boolean named = isNamed(own.get(i), name + "/" + i, paths)
                            && !graph.node(own.get(i)).attributes().isEmpty();
                    all &= named;
                    if (named) {
                        roles.putIfAbsent(own.get(i), new Role.OptimizerState(edge.name()));
                    }
                }
                if (all && !edge.name().equals(Optimizers.VARIABLES)) {
                    lists.put(edge.name(), own);
                }
            }
        }
        List<Integer> trained = graph.node(node)
                .child(Optimizers.TRAINED)
                .filter(edge -> isNamed(edge.node(), EdgeNames.join(path, edge.name()), paths))
                .flatMap(edge -> Optimizers.list(graph.node(edge.node())))
                .orElseGet(() -> byFullName(graph, lists, variables));
        lists.values().removeIf(list -> list.size() != trained.size());
        lists.forEach((label, list) -> {
            for (int i = 0; i < list.size(); i++) {
                String owner = paths.name(trained.get(i)).orElseThrow();
                String before = EdgeNames.join(path, label) + "/";
                roles.put(list.get(i), new Role.Slot(owner, label, before, "", Optimizers.start(label), true));
            }
        });
        return new OptimizerLists(node, path, trained, Collections.unmodifiableMap(lists), roles);
    }

    private static boolean isNamed(int node, String name, ObjectPaths paths) {
        return paths.name(node).equals(Optional.of(name));
    }

    /**
     * The trained variables of an optimizer that does not list them, told from the full names of its first slots:
     * {@code Adam/m/dense/kernel} is kept for {@code dense/kernel}. Empty unless every one is found.
     */
    private static List<Integer> byFullName(
            ObjectGraph graph, Map<String, List<Integer>> lists, Supplier<Map<String, List<Integer>>> variables) {
        if (lists.isEmpty()) {
            return List.of();
        }
        List<Integer> trained = new ArrayList<>();
        for (int slot : lists.values().iterator().next()) {
            String fullName = graph.node(slot).attributes().get(0).fullName();
            owner(fullName, variables.get()).ifPresent(trained::add);
        }
        boolean found = trained.size() == lists.values().iterator().next().size();
        return found ? trained : List.of();
    }

    private static Optional<Integer> owner(String fullName, Map<String, List<Integer>> variables) {
        for (int at = fullName.indexOf('/'); at >= 0; at = fullName.indexOf('/', at + 1)) {
            List<Integer> found = variables.getOrDefault(fullName.substring(at + 1), List.of());
            if (found.size() == 1) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }
}
