package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Slot variables that optimizers refer to, and nobody else holds, in a draft. For one edit. */
final class SlotReferences {
    private final GraphDraft draft;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<Item, Reference> references = new HashMap<>();

    /**
     * Where a slot is attached, told from its name.
     *
     * @param owner path of the variable it is kept for
     * @param optimizer path of the optimizer
     * @param slot what the optimizer calls it
     */
    record Reference(String owner, String optimizer, String slot) {
        static Reference parse(String name) {
            int at = name.indexOf(ObjectNames.SLOT);
            String path = GraphEdit.path(name);
            int last = path.lastIndexOf('/');
            int from = at + ObjectNames.SLOT.length();
            return new Reference(
                    name.substring(0, at), last < from ? "" : path.substring(from, last), path.substring(last + 1));
        }
    }

    /**
     * @param origins wanted name to the node that held the slot before
     * @param moved old node to what it has become: takes the slots
     */
    SlotReferences(List<Wanted> wanted, Map<String, Integer> origins, GraphDraft draft, Map<Integer, Item> moved) {
        this.draft = draft;
        for (Wanted one : wanted) {
            if (GraphEdit.isSlotReference(one.name())) {
                Item item = new Item();
                items.put(one.name(), item);
                references.put(item, Reference.parse(one.name()));
                Optional.ofNullable(origins.get(one.name())).ifPresent(node -> moved.put(node, item));
            }
        }
    }

    Optional<Item> item(String name) {
        return Optional.ofNullable(items.get(name));
    }

    /** Where a slot is attached; empty for everything else. */
    Optional<Reference> reference(Item item) {
        return Optional.ofNullable(references.get(item));
    }

    /** Puts the references into the optimizers: those that were there in their order, then new ones. */
    void attach(
            ObjectGraph old,
            Map<Integer, Item> moved,
            Function<String, Optional<Item>> itemOf,
            List<String> obstacles) {
        List<String> order = new ArrayList<>();
        Map<Item, String> nameOf = new HashMap<>();
        items.forEach((name, item) -> nameOf.put(item, name));
        for (Node node : old.nodes()) {
            for (SlotReference slot : node.slots()) {
                Optional.ofNullable(moved.get(slot.slot())).map(nameOf::remove).ifPresent(order::add);
            }
        }
        items.forEach((name, item) -> {
            if (nameOf.containsKey(item)) {
                order.add(name);
            }
        });
        for (String name : order) {
            attach(name, itemOf, obstacles);
        }
    }

    private void attach(String name, Function<String, Optional<Item>> itemOf, List<String> obstacles) {
        Reference reference = references.get(items.get(name));
        Optional<Item> owner = itemOf.apply(reference.owner());
        Optional<Item> optimizer = EdgeNames.edges(reference.optimizer()).flatMap(draft::follow);
        Optional<String> slot = EdgeNames.unescape(reference.slot());
        if (owner.isEmpty()) {
            obstacles.add("\"" + name + "\" is a slot of \"" + reference.owner() + "\", which has no value"
                    + ": write `drop \"" + NamePattern.quote(name) + "\"`");
        } else if (optimizer.isEmpty()) {
            obstacles.add("\"" + name + "\" is a slot of the optimizer \"" + reference.optimizer()
                    + "\", of which nothing is left: drop its slots, too");
        } else if (slot.isEmpty()) {
            obstacles.add("\"" + name + "\" is no slot: write \"" + EdgeNames.escape(reference.slot())
                    + "\" for what the optimizer calls \"" + reference.slot() + "\"");
        } else {
            optimizer.get().slots.add(new GraphDraft.Slot(owner.get(), slot.get(), items.get(name)));
        }
    }
}
