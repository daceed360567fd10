package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph under construction: objects refer to each other, numbers are assigned at the end. For one thread. */
final class GraphDraft {
    /** An object of the draft. */
    static final class Item {
        /** Children in the order in which TensorFlow will visit them. */
        final Map<String, Item> children = new LinkedHashMap<>();

        final List<Attribute> attributes = new ArrayList<>();
        final List<Slot> slots = new ArrayList<>();
        Optional<ByteString> saver = Optional.empty();
        ByteString unknown = ByteString.EMPTY;
        /** Its number in the finished graph. */
        int number = -1;
        /** Its first path there, as TensorFlow would find it; empty for slots. */
        Optional<String> path = Optional.empty();

        /** Copies everything of a node of another graph except children, attributes and slots. */
        void takeRest(Node node) {
            saver = saver.or(node::saver);
            unknown = unknown.concat(node.unknown());
        }
    }

    /** A variable that an optimizer keeps for another. */
    record Slot(Item variable, String name, Item slot) {}

    private final Item root = new Item();
    private final List<Item> items = new ArrayList<>();

    Item root() {
        return root;
    }

    /** The object at the end of a path. */
    Optional<Item> follow(List<String> edges) {
        Item item = root;
        for (String edge : edges) {
            item = item.children.get(edge);
            if (item == null) {
                return Optional.empty();
            }
        }
        return Optional.of(item);
    }

    /**
     * Numbers the reachable objects breadth first, as TensorFlow does, with slots after everything else.
     *
     * @return the objects in the order of their numbers
     */
    List<Item> number() {
        Deque<Item> queue = new ArrayDeque<>();
        take(root, queue);
        root.path = Optional.of("");
        while (!queue.isEmpty()) {
            Item item = queue.remove();
            item.children.forEach((edge, child) -> {
                if (child.number < 0) {
                    child.path = Optional.of(EdgeNames.join(item.path.orElseThrow(), edge));
                    take(child, queue);
                }
            });
        }
        for (int i = 0; i < items.size(); i++) {
            for (Slot slot : items.get(i).slots) {
                if (slot.slot().number < 0) {
                    take(slot.slot(), queue);
                }
            }
        }
        return items;
    }

    private void take(Item item, Deque<Item> queue) {
        item.number = items.size();
        items.add(item);
        queue.add(item);
    }

    /**
     * The graph, once its objects are numbered.
     *
     * @param saysValues whether nodes record if they have values
     */
    ObjectGraph graph(boolean saysValues, ByteString unknown) {
        Map<Item, Boolean> hasValues = saysValues ? hasValues() : Map.of();
        List<Node> nodes = new ArrayList<>(items.size());
        for (Item item : items) {
            List<Edge> children = new ArrayList<>(item.children.size());
            item.children.forEach((edge, child) -> children.add(new Edge(edge, child.number)));
            List<SlotReference> slots = item.slots.stream()
                    .map(slot -> new SlotReference(slot.variable().number, slot.name(), slot.slot().number))
                    .toList();
            Optional<Boolean> has = saysValues ? Optional.of(hasValues.containsKey(item)) : Optional.empty();
            nodes.add(new Node(children, item.attributes, slots, item.saver, has, item.unknown));
        }
        return new ObjectGraph(nodes, unknown);
    }

    /** Objects that have values, or contain one that does: from the values upwards. */
    private Map<Item, Boolean> hasValues() {
        Map<Item, List<Item>> holders = new IdentityHashMap<>();
        Deque<Item> queue = new ArrayDeque<>();
        Map<Item, Boolean> has = new IdentityHashMap<>();
        for (Item item : items) {
            item.children
                    .values()
                    .forEach(child -> holders.computeIfAbsent(child, key -> new ArrayList<>())
                            .add(item));
            if (!item.attributes.isEmpty() || !item.slots.isEmpty() || item.saver.isPresent()) {
                has.put(item, true);
                queue.add(item);
            }
        }
        while (!queue.isEmpty()) {
            for (Item holder : holders.getOrDefault(queue.remove(), List.of())) {
                if (has.putIfAbsent(holder, true) == null) {
                    queue.add(holder);
                }
            }
        }
        return has;
    }
}
