package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TensorFlow's matching of a checkpoint's nodes with a model's objects.
 *
 * <p>Beginning with the roots, breadth first, children in stored order: a node is bound to the child of the same name
 * of the object that its parent is bound to. A node is bound once, to the first match; an object may be bound to
 * several nodes, of which only the first restores it. Slots are bound when both their variable and their optimizer are.
 * Keys play no role.
 */
final class Matching {
    private final ObjectGraph stored;
    private final ObjectGraph model;

    private final Map<Integer, Binding> byNode = new LinkedHashMap<>();
    private final Map<Integer, Binding> restored = new LinkedHashMap<>();
    private final Deque<Binding> queue = new ArrayDeque<>();
    private final List<Binding> late = new ArrayList<>();

    private final Map<Integer, Map<String, Integer>> children = new HashMap<>();
    private final Map<List<Object>, Integer> slots = new HashMap<>();
    private final Map<Integer, List<Kept>> waiting = new LinkedHashMap<>();
    private final Map<Integer, List<Kept>> deferred = new HashMap<>();

    /**
     * A node and the object that is restored from it.
     *
     * @param path path on which TensorFlow reached the node
     */
    record Binding(int node, int object, String path) {}

    /**
     * A reference to a slot in the checkpoint.
     *
     * @param optimizer number of the node that has it
     */
    record Kept(int optimizer, SlotReference reference) {}

    private Matching(ObjectGraph stored, ObjectGraph model) {
        this.stored = stored;
        this.model = model;
        for (int optimizer = 0; optimizer < model.size(); optimizer++) {
            for (SlotReference slot : model.node(optimizer).slots()) {
                slots.put(List.of(optimizer, slot.variable(), slot.name()), slot.slot());
            }
        }
        for (int optimizer = 0; optimizer < stored.size(); optimizer++) {
            for (SlotReference slot : stored.node(optimizer).slots()) {
                waiting.computeIfAbsent(slot.variable(), key -> new ArrayList<>())
                        .add(new Kept(optimizer, slot));
            }
        }
    }

    /**
     * Matches two graphs.
     *
     * @param stored the checkpoint's
     * @param model the model's; a {@code save_counter} of its root is one that {@code restore} creates at the end
     */
    static Matching of(ObjectGraph stored, ObjectGraph model) {
        Matching matching = new Matching(stored, model);
        matching.bind(new Binding(ObjectGraph.ROOT, ObjectGraph.ROOT, ""));
        matching.drain();
        matching.late.forEach(matching::bind);
        matching.drain();
        return matching;
    }

    private void bind(Binding binding) {
        if (byNode.putIfAbsent(binding.node(), binding) == null) {
            queue.add(binding);
        }
    }

    private void drain() {
        while (!queue.isEmpty()) {
            Binding binding = queue.remove();
            restored.putIfAbsent(binding.object(), binding);
            for (Edge edge : stored.node(binding.node()).children()) {
                if (!byNode.containsKey(edge.node())) {
                    follow(binding, edge);
                }
            }
            bindSlots(binding);
        }
    }

    private void follow(Binding from, Edge edge) {
        Integer child = childrenOf(from.object()).get(edge.name());
        if (child == null) {
            return;
        }
        Binding binding = new Binding(edge.node(), child, EdgeNames.join(from.path(), edge.name()));
        boolean counter = from.object() == ObjectGraph.ROOT && edge.name().equals(SaveCounter.NAME);
        if (!counter) {
            bind(binding);
        } else if (isRemembered(stored.node(edge.node()))) {
            late.add(binding);
        }
    }

    /** Whether TensorFlow remembers a node for an object that is created later. */
    private static boolean isRemembered(Node node) {
        boolean holds =
                node.isStored() || !node.children().isEmpty() || !node.slots().isEmpty();
        return node.hasValues().orElse(holds);
    }

    private Map<String, Integer> childrenOf(int object) {
        return children.computeIfAbsent(object, key -> {
            Map<String, Integer> byName = new HashMap<>();
            model.node(object).children().forEach(edge -> byName.putIfAbsent(edge.name(), edge.node()));
            return byName;
        });
    }

    private void bindSlots(Binding binding) {
        Optional.ofNullable(deferred.remove(binding.node())).orElse(List.of()).forEach(this::bindSlot);
        for (Kept kept : Optional.ofNullable(waiting.remove(binding.node())).orElse(List.of())) {
            if (byNode.containsKey(kept.optimizer())) {
                bindSlot(kept);
            } else {
                deferred.computeIfAbsent(kept.optimizer(), key -> new ArrayList<>())
                        .add(kept);
            }
        }
    }

    private void bindSlot(Kept kept) {
        Binding optimizer = byNode.get(kept.optimizer());
        Binding variable = byNode.get(kept.reference().variable());
        String name = kept.reference().name();
        Integer slot = slots.get(List.of(optimizer.object(), variable.object(), name));
        if (slot != null) {
            String path = variable.path() + TensorName.slotTail(optimizer.path(), name);
            bind(new Binding(kept.reference().slot(), slot, path));
        }
    }

    /** The object that a node is bound to. */
    Optional<Binding> ofNode(int node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** All bound nodes, in the order in which they were bound. */
    Collection<Binding> bindings() {
        return Collections.unmodifiableCollection(byNode.values());
    }

    /** The node that an object is restored from: the first that is bound to it. */
    Optional<Binding> ofObject(int object) {
        return Optional.ofNullable(restored.get(object));
    }

    /** The node of each restored object, in the order of restoring. */
    Collection<Binding> restored() {
        return Collections.unmodifiableCollection(restored.values());
    }

    /** References to slots of variables that were never bound. */
    List<Kept> unresolvedSlots() {
        return waiting.values().stream().flatMap(List::stream).toList();
    }
}
