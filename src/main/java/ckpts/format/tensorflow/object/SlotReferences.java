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

/** Slot variables of a draft that only optimizers refer to. For one edit. */
final class SlotReferences {
    private final GraphDraft draft;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<Item, Reference> references = new HashMap<>();

    /**
     * The place where a slot is attached, from its name.
     *
     * @param owner path of the variable that it belongs to
     * @param optimizer path of the optimizer
     * @param slot the optimizer's name for it
     */
    record Reference(String owner, String optimizer, String slot) {
        static Reference parse(String name) {
            int at = name.indexOf(TensorName.SLOT);
            String path = TensorName.path(name);
            int last = path.lastIndexOf('/');
            int from = at + TensorName.SLOT.length();
            return new Reference(
                    name.substring(0, at), last < from ? "" : path.substring(from, last), path.substring(last + 1));
        }
    }

    /**
     * @param origins new name to the old node of the slot
     * @param moved old node to its new object: receives the slots
     */
    SlotReferences(List<Wanted> wanted, Map<String, Integer> origins, GraphDraft draft, Map<Integer, Item> moved) {
        this.draft = draft;
        for (Wanted one : wanted) {
            if (TensorName.isSlotReference(one.name())) {
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

    /** The place where a slot is attached; empty for everything else. */
    Optional<Reference> reference(Item item) {
        return Optional.ofNullable(references.get(item));
    }

    /** Adds the references to the optimizers: old ones in their order, then new ones. */
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
                    + "\", which has no tensors left: drop its slots, too");
        } else if (slot.isEmpty()) {
            obstacles.add("\"" + name + "\" is not a slot: write \"" + EdgeNames.escape(reference.slot())
                    + "\" for the optimizer's \"" + reference.slot() + "\"");
        } else {
            optimizer.get().slots.add(new GraphDraft.Slot(owner.get(), slot.get(), items.get(name)));
        }
    }
}
