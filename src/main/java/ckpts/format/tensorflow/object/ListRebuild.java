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
        List<Item> own = new ArrayList<>(
                before.stream().filter(item -> !owners.containsKey(item)).toList());
        int head = 0;
        while (head < before.size() && !owners.containsKey(before.get(head))) {
            head++;
        }
        List<Item> sorted = new ArrayList<>();
        for (List<String> kinds : together(before, slots)) {
            for (Item owner : order) {
                for (String kind : kinds) {
                    Optional.ofNullable(slots.get(kind).get(owner)).ifPresent(sorted::add);
                }
            }
        }
        own.addAll(head, sorted);
        return own;
    }

    /**
     * Kinds of slots that an optimizer makes variable by variable, in the order in which it makes them; Adam makes its
     * moments so, and then its maxima:
     *
     * <pre>
     *   m0 v0 m1 v1 vhat0 vhat1   ──>   [m, v], [vhat]
     * </pre>
     */
    private List<List<String>> together(List<Item> before, Map<String, Map<Item, Item>> slots) {
        Map<Item, String> kinds = new HashMap<>();
        slots.forEach((kind, list) -> list.values().forEach(slot -> kinds.put(slot, kind)));
        Set<String> left = new LinkedHashSet<>(slots.keySet());
        List<List<String>> groups = new ArrayList<>();
        Item last = null;
        for (Item slot : before) {
            String kind = kinds.get(slot);
            if (kind == null || !left.remove(kind)) {
                last = kind == null ? last : null;
                continue;
            }
            if (last != owners.get(slot)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(kind);
            last = owners.get(slot);
        }
        if (!left.isEmpty()) {
            groups.add(List.copyOf(left));
        }
        return groups;
    }

    private static void number(Item list, List<Item> items) {
        list.children.clear();
        for (int i = 0; i < items.size(); i++) {
            list.children.put(Integer.toString(i), items.get(i));
        }
    }
}
