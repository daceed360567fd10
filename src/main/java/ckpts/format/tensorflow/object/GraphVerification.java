package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Checks an object graph against its index, for values that TensorFlow does not restore, or that make it fail. For one
 * check.
 */
public final class GraphVerification {
    private final ObjectGraph graph;
    private final ObjectPaths paths;
    private final IndexKeys keys;
    private final List<Finding> findings = new ArrayList<>();

    /** Slots of existing optimizers for existing variables: node to the name of the slot. */
    private final Map<Integer, String> slots = new HashMap<>();
    /** The nodes of slots to the first variable that each belongs to. */
    private final Map<Integer, Integer> keptFor = new HashMap<>();
    /** Nodes with values in or below them. */
    private final Set<Integer> withValues;
    /** Keys of the index to the first node that has them. */
    private final Map<String, Integer> owners = new HashMap<>();

    /** The severity of a finding. */
    public enum Severity {
        /** Values are lost or cannot be restored: reported whenever the checkpoint is opened. */
        LOSS,
        /** TensorFlow fails, or skips something, in some programs. */
        ERROR,
        /** TensorFlow restores it, but an edit does not keep it: reported whenever the checkpoint is opened. */
        FRAGILE,
        /** Odd, and harmless. */
        NOTE;

        public boolean isDamage() {
            return this == LOSS || this == ERROR;
        }

        /** Whether it is reported when the checkpoint is opened. */
        public boolean isReported() {
            return this == LOSS || this == FRAGILE;
        }
    }

    /**
     * One thing found.
     *
     * @param place the object or the key
     * @param message the problem and its consequence
     */
    public record Finding(Severity severity, String place, String message) {}

    private GraphVerification(ObjectNames names) {
        this.graph = names.graph();
        this.paths = names.paths();
        this.keys = names.keys();
        this.withValues = withValues();
    }

    /**
     * All problems and oddities, by number of node, then by key.
     *
     * @param sizes every key of the index but the graph's own, with the size of its tensor
     */
    public static List<Finding> of(ObjectNames names, SortedMap<String, Long> sizes) {
        return new GraphVerification(names).findings(sizes);
    }

    private List<Finding> findings(SortedMap<String, Long> sizes) {
        findSlots();
        for (int number = 0; number < graph.size(); number++) {
            Node node = graph.node(number);
            children(number, node);
            references(number, node);
            values(number, node);
            mark(number, node);
        }
        sizes.forEach((key, bytes) -> {
            if (!owners.containsKey(key)) {
                add(
                        Severity.NOTE,
                        "\"" + key + "\"",
                        bytes + " bytes that belong to no object: TensorFlow never reads them");
            }
        });
        return List.copyOf(findings);
    }

    private void findSlots() {
        for (int optimizer = 0; optimizer < graph.size(); optimizer++) {
            for (SlotReference slot : graph.node(optimizer).slots()) {
                if (paths.name(optimizer).isPresent()
                        && paths.name(slot.variable()).isPresent()) {
                    slots.put(slot.slot(), slot.name());
                }
            }
        }
    }

    /** Propagates from the nodes with values of their own upwards. */
    private Set<Integer> withValues() {
        List<List<Integer>> holders = new ArrayList<>();
        for (int node = 0; node < graph.size(); node++) {
            holders.add(new ArrayList<>(1));
        }
        Set<Integer> found = new HashSet<>();
        Deque<Integer> queue = new ArrayDeque<>();
        for (int number = 0; number < graph.size(); number++) {
            Node node = graph.node(number);
            for (Edge edge : node.children()) {
                holders.get(edge.node()).add(number);
            }
            if ((node.isStored() || !node.slots().isEmpty()) && found.add(number)) {
                queue.add(number);
            }
        }
        while (!queue.isEmpty()) {
            for (int holder : holders.get(queue.remove())) {
                if (found.add(holder)) {
                    queue.add(holder);
                }
            }
        }
        return found;
    }

    private void children(int number, Node node) {
        Map<String, Integer> first = new HashMap<>();
        for (Edge edge : node.children()) {
            Integer other = first.putIfAbsent(edge.name(), edge.node());
            if (other != null) {
                boolean lost = other != edge.node() && withValues.contains(edge.node());
                add(
                        lost ? Severity.ERROR : Severity.NOTE,
                        place(number),
                        other == edge.node()
                                ? "names its child \"" + edge.name() + "\" twice"
                                : "has two children \"" + edge.name() + "\", node " + other + " and node " + edge.node()
                                        + ": TensorFlow uses the first");
            }
        }
    }

    private void references(int number, Node node) {
        for (SlotReference slot : node.slots()) {
            String what = "has a slot \"" + slot.name() + "\" for " + shown(slot.variable());
            if (paths.name(number).isEmpty()) {
                stale(number, what + ", but nothing leads to the optimizer itself");
            } else if (paths.name(slot.variable()).isEmpty()) {
                stale(number, what + ", to which nothing leads");
            } else if (!graph.node(slot.slot()).isStored()) {
                add(
                        Severity.ERROR,
                        place(number),
                        what + " in node " + slot.slot() + ", which has no value: TensorFlow leaves that slot unchanged"
                                + " without a warning");
            } else {
                shared(slot);
            }
        }
    }

    private void shared(SlotReference slot) {
        Integer other = keptFor.putIfAbsent(slot.slot(), slot.variable());
        if (other != null && other != slot.variable()) {
            add(
                    Severity.FRAGILE,
                    "object graph, node " + slot.slot(),
                    "is the slot \"" + slot.name() + "\" of " + shown(other) + " and of " + shown(slot.variable())
                            + ": it is listed and edited as a slot of only one of the two");
        }
    }

    private void stale(int number, String what) {
        add(Severity.ERROR, place(number), what + ": TensorFlow's checks of a restore raise a KeyError");
    }

    private void values(int number, Node node) {
        if (node.saver().isPresent()) {
            return;
        }
        if (!node.attributes().isEmpty() && paths.name(number).isEmpty() && !slots.containsKey(number)) {
            add(
                    Severity.LOSS,
                    place(number),
                    "has values, but nothing leads to it: no object is restored from it, and TensorFlow's checks of a"
                            + " restore raise a KeyError");
        }
        for (Attribute attribute : node.attributes()) {
            spelling(number, attribute);
            List<String> own = keys.of(attribute);
            if (own.isEmpty()) {
                add(Severity.LOSS, place(number), "the index has no tensor under its key \"" + attribute.key() + "\"");
            }
            for (String key : own) {
                Integer other = owners.putIfAbsent(key, number);
                if (other != null && other != number) {
                    add(
                            Severity.LOSS,
                            place(number),
                            "its key \"" + key + "\" is also that of " + shown(other)
                                    + ": TensorFlow restores only one of the two");
                    break;
                }
            }
        }
    }

    private void spelling(int number, Attribute attribute) {
        if (attribute.isFound()) {
            return;
        }
        String key = "key \"" + attribute.key() + "\"";
        add(
                Severity.ERROR,
                place(number),
                attribute
                        .lookedFor()
                        .map(read -> "is a variable under the " + key + ": TensorFlow looks for \"" + read + "\"")
                        .orElse("its " + key + " does not contain \".ATTRIBUTES/\": restoring a variable fails in"
                                + " TensorFlow, \"substring not found\""));
    }

    private void mark(int number, Node node) {
        if (node.hasValues().equals(Optional.of(false)) && withValues.contains(number)) {
            add(
                    Severity.ERROR,
                    place(number),
                    "is marked as having no values, but there are some in or below it: objects that a program creates after the"
                            + " restore do not get them");
        }
    }

    private void add(Severity severity, String place, String message) {
        findings.add(new Finding(severity, place, message));
    }

    private String place(int number) {
        return "object graph, " + shown(number);
    }

    private String shown(int number) {
        String path = slots.containsKey(number)
                ? "a slot \"" + slots.get(number) + "\""
                : paths.name(number)
                        .map(name -> name.isEmpty() ? "the root" : "\"" + name + "\"")
                        .orElse("");
        return "node " + number + (path.isEmpty() ? "" : " (" + path + ")");
    }
}
