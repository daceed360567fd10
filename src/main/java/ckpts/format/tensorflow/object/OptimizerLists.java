package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An optimizer with its slots in parallel lists, as in Keras since 2.11: entry n of each belongs to the n-th trained
 * variable. Tensors in no such list are only in {@code _variables}.
 *
 * <pre>
 *   optimizer/_trainable_variables/0   ──>  dense/kernel
 *   optimizer/_momentums/0, _velocities/0   its slots
 *   optimizer/_variables/2, /3              the same two again
 * </pre>
 *
 * @param node the optimizer's number
 * @param path its path
 * @param trained the nodes of the variables that it trains, in its order; empty if unknown
 * @param slots label of a list to its nodes, one for each trained variable
 * @param variables the nodes of {@code _variables}
 * @param unattributed those of them that may be slots of unknown variables
 * @param passes the order of slots in {@code _variables}
 * @param roles the role of each node of the optimizer
 */
record OptimizerLists(
        int node,
        String path,
        List<Integer> trained,
        Map<String, List<Integer>> slots,
        List<Integer> variables,
        List<Integer> unattributed,
        SlotPasses passes,
        Map<Integer, Role> roles) {

    /**
     * @param byFullName full names to the nodes that have them, for optimizers that do not list their trained variables
     */
    static OptimizerLists of(
            ObjectGraph graph, int node, ObjectPaths paths, Supplier<Map<String, List<Integer>>> byFullName) {
        return new Reading(graph, node, paths).lists(byFullName);
    }

    boolean isSlot(int node) {
        return roles.getOrDefault(node, Role.VARIABLE).isSlot();
    }

    /** The optimizer's own tensors before the first slot in {@code _variables}. */
    List<Integer> head() {
        int head = 0;
        while (head < variables.size() && !isSlot(variables.get(head))) {
            head++;
        }
        return variables.subList(0, head);
    }

    /** Kinds of slots of which {@code _variables} does not have all: Adafactor's of Keras 2 leaves scalars out. */
    Set<String> partlyListed() {
        Set<String> kinds = new HashSet<>();
        Set<Integer> listed = new HashSet<>(variables);
        slots.forEach((kind, list) -> {
            if (!listed.containsAll(list)) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    /** An optimizer while its lists are read. */
    private static final class Reading {
        private final ObjectGraph graph;
        private final int node;
        private final ObjectPaths paths;
        private final String path;
        private final Map<String, List<Integer>> lists = new LinkedHashMap<>();
        private final Map<Integer, Role> roles = new HashMap<>();
        private List<Integer> variables = List.of();

        Reading(ObjectGraph graph, int node, ObjectPaths paths) {
            this.graph = graph;
            this.node = node;
            this.paths = paths;
            this.path = paths.name(node).orElseThrow();
        }

        OptimizerLists lists(Supplier<Map<String, List<Integer>>> byFullName) {
            graph.node(node).children().forEach(this::read);
            List<Integer> trained = graph.node(node)
                    .child(Optimizers.TRAINED)
                    .filter(edge -> isNamed(edge.node(), EdgeNames.join(path, edge.name()), paths))
                    .flatMap(edge -> Optimizers.list(graph.node(edge.node())))
                    .orElseGet(() -> byFullName(graph, lists, byFullName));
            lists.values().removeIf(list -> list.size() != trained.size());
            lists.forEach((label, list) -> {
                for (int i = 0; i < list.size(); i++) {
                    roles.put(list.get(i), slot(trained.get(i), label, label, ""));
                }
            });
            List<Integer> unattributed = unlisted(trained);
            List<SlotPasses.Entry> entries = variables.stream()
                    .map(roles::get)
                    .filter(Role.Slot.class::isInstance)
                    .map(Role.Slot.class::cast)
                    .map(slot -> new SlotPasses.Entry(slot.owner(), slot.kind().name()))
                    .toList();
            return new OptimizerLists(
                    node,
                    path,
                    trained,
                    Collections.unmodifiableMap(lists),
                    variables,
                    unattributed,
                    SlotPasses.of(entries),
                    roles);
        }

        private void read(Edge edge) {
            String name = EdgeNames.join(path, edge.name());
            Node child = graph.node(edge.node());
            if (!child.attributes().isEmpty() && isNamed(edge.node(), name, paths)) {
                roles.put(edge.node(), new Role.OptimizerState(edge.name()));
            }
            if (edge.name().equals(Optimizers.TRAINED) || !isNamed(edge.node(), name, paths)) {
                return;
            }
            List<Integer> own = Optimizers.list(child).orElse(List.of());
            boolean all = !own.isEmpty();
            for (int i = 0; i < own.size(); i++) {
                boolean named = isNamed(own.get(i), name + "/" + i, paths)
                        && !graph.node(own.get(i)).attributes().isEmpty();
                all &= named;
                if (named) {
                    roles.putIfAbsent(own.get(i), new Role.OptimizerState(edge.name()));
                }
            }
            if (edge.name().equals(Optimizers.VARIABLES)) {
                variables = own;
            } else if (all) {
                lists.put(edge.name(), own);
            }
        }

        /**
         * Assigns variables to the entries of {@code _variables} that are in no other list.
         *
         * @return those that may be slots of unknown variables
         */
        private List<Integer> unlisted(List<Integer> trained) {
            String name = EdgeNames.join(path, Optimizers.VARIABLES);
            List<Integer> entries = new ArrayList<>();
            for (int i = 0; i < variables.size(); i++) {
                int entry = variables.get(i);
                if (isNamed(entry, name + "/" + i, paths)
                        && !graph.node(entry).attributes().isEmpty()) {
                    entries.add(entry);
                }
            }
            Optional<List<UnlistedSlots.Slot>> identified = UnlistedSlots.of(graph, entries, trained.size());
            identified.ifPresent(slots -> slots.forEach(slot -> roles.put(
                    slot.node(),
                    slot(trained.get(slot.trained()), Optimizers.VARIABLES, slot.kind(), "/" + slot.kind()))));
            return identified.isPresent() || trained.isEmpty() ? List.of() : entries;
        }

        /** @param after distinguishes entries of a list for the same variable, as long as they have no number */
        private Role slot(int owner, String list, String kind, String after) {
            String before = EdgeNames.join(path, list) + "/";
            return new Role.Slot(paths.name(owner).orElseThrow(), Optimizers.kind(kind), before, after, true);
        }
    }

    private static boolean isNamed(int node, String name, ObjectPaths paths) {
        return paths.name(node).equals(Optional.of(name));
    }

    /**
     * The trained variables of an optimizer that does not list them, from the full names of its first slots:
     * {@code Adam/m/dense/kernel} belongs to {@code dense/kernel}. Empty unless every one is found.
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
