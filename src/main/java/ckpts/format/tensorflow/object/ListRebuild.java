package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The lists that an optimizer makes of others, made again: {@code _trainable_variables} in the order of its slots, and
 * {@code _variables}, which has its own tensors first and then the slots, variable by variable or kind by kind as it was.
 */
final class ListRebuild {
    private final List<String> expected;
    private final Function<String, Optional<Item>> itemOf;
    private final Map<Item, Item> owners = new HashMap<>();

    /**
     * @param expected names of variables in the order in which the model's optimizers train them, where it is known
     * @param itemOf name to object
     */
    ListRebuild(List<Wanted> wanted, List<String> expected, Function<String, Optional<Item>> itemOf) {
        this.expected = expected;
        this.itemOf = itemOf;
        for (Wanted one : wanted) {
            if (one.role() instanceof Role.Slot slot && slot.numbered()) {
                Optional<Item> item = itemOf.apply(one.name());
                Optional<Item> owner = itemOf.apply(slot.owner());
                if (item.isPresent() && owner.isPresent()) {
                    owners.put(item.get(), owner.get());
                }
            }
        }
    }

    /** @param optimizer what an optimizer of the old graph has become */
    void rebuild(Item optimizer) {
        Map<String, Map<Item, Item>> slots = slots(optimizer);
        Item trained = optimizer.children.get(Optimizers.TRAINED);
        List<Item> order = order(slots, trained);
        if (trained != null) {
            number(trained, order);
        }
        Item variables = optimizer.children.get(Optimizers.VARIABLES);
        if (variables != null) {
            number(variables, variables(List.copyOf(variables.children.values()), slots, order));
        }
    }

    /** Label of each list of slots to its slots by their owners, in the list's order. */
    private Map<String, Map<Item, Item>> slots(Item optimizer) {
        Map<String, Map<Item, Item>> slots = new LinkedHashMap<>();
        optimizer.children.forEach((label, list) -> {
            Map<Integer, Item> byNumber = new TreeMap<>();
            list.children.forEach((edge, slot) -> {
                if (owners.containsKey(slot)) {
                    byNumber.put(Optimizers.number(edge), slot);
                }
            });
            if (!byNumber.isEmpty() && !Optimizers.DERIVED.contains(label)) {
                Map<Item, Item> byOwner = new LinkedHashMap<>();
                byNumber.values().forEach(slot -> byOwner.put(owners.get(slot), slot));
                slots.put(label, byOwner);
            }
        });
        return slots;
    }

    /** The trained variables: as the slots have them, then those without slots as the model has them, or as they were. */
    private List<Item> order(Map<String, Map<Item, Item>> slots, Item trained) {
        Set<Item> order = new LinkedHashSet<>();
        slots.values().forEach(list -> order.addAll(list.keySet()));
        if (trained != null) {
            Set<Item> before = new LinkedHashSet<>(trained.children.values());
            if (order.isEmpty()) {
                expected.forEach(
                        name -> itemOf.apply(name).filter(before::contains).ifPresent(order::add));
            }
            order.addAll(before);
        }
        return List.copyOf(order);
    }

    private List<Item> variables(List<Item> before, Map<String, Map<Item, Item>> slots, List<Item> order) {
        List<String> kinds = new ArrayList<>(slots.keySet());
        kinds.sort((one, other) -> Integer.compare(first(before, slots.get(one)), first(before, slots.get(other))));
        List<Item> own = new ArrayList<>(
                before.stream().filter(item -> !owners.containsKey(item)).toList());
        int head = 0;
        while (head < before.size() && !owners.containsKey(before.get(head))) {
            head++;
        }
        List<Item> sorted = new ArrayList<>();
        if (byVariable(before)) {
            order.forEach(owner -> kinds.forEach(kind -> add(slots.get(kind).get(owner), sorted)));
        } else {
            kinds.forEach(kind -> order.forEach(owner -> add(slots.get(kind).get(owner), sorted)));
        }
        own.addAll(head, sorted);
        return own;
    }

    private static void add(Item slot, List<Item> slots) {
        if (slot != null) {
            slots.add(slot);
        }
    }

    private static int first(List<Item> before, Map<Item, Item> list) {
        return list.values().stream()
                .mapToInt(before::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Whether the slots of one variable stand together. */
    private boolean byVariable(List<Item> before) {
        List<Item> slots = before.stream().filter(owners::containsKey).toList();
        return slots.size() < 2 || owners.get(slots.get(0)) == owners.get(slots.get(1));
    }

    private static void number(Item list, List<Item> items) {
        list.children.clear();
        for (int i = 0; i < items.size(); i++) {
            list.children.put(Integer.toString(i), items.get(i));
        }
    }
}
