package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Rebuilds the lists that an optimizer derives from others: {@code _trainable_variables} in the order of its slots, and
 * {@code _variables}, which has the optimizer's own tensors first and then the slots, in the passes in which the
 * optimizer creates them.
 */
final class ListRebuild {
    private final List<String> expected;
    private final Function<String, Optional<Item>> itemOf;
    private final Map<Integer, Item> moved;
    private final Map<Item, Owned> slots = new HashMap<>();

    /**
     * A slot with a number.
     *
     * @param owner the variable that it belongs to
     * @param kind kind of the slot
     * @param isScalar whether it has no axes
     * @param isUnlisted whether it is only in the list {@code _variables}
     */
    private record Owned(Item owner, String kind, boolean isScalar, boolean isUnlisted) {}

    /**
     * @param expected names of variables in the order in which the model's optimizers train them, if known
     * @param itemOf name to object
     * @param moved node of the old graph to its new object
     */
    ListRebuild(
            List<Wanted> wanted,
            List<String> expected,
            Function<String, Optional<Item>> itemOf,
            Map<Integer, Item> moved) {
        this.expected = expected;
        this.itemOf = itemOf;
        this.moved = moved;
        for (Wanted one : wanted) {
            if (one.role() instanceof Role.Slot slot && slot.numbered()) {
                Optional<Item> item = itemOf.apply(one.name());
                Optional<Item> owner = itemOf.apply(slot.owner());
                if (item.isPresent() && owner.isPresent()) {
                    slots.put(
                            item.get(),
                            new Owned(owner.get(), slot.kind().name(), one.isScalar(), UnlistedSlots.is(slot)));
                }
            }
        }
    }

    /**
     * @param lists an optimizer of the old graph
     * @param optimizer its new object
     */
    void rebuild(OptimizerLists lists, Item optimizer) {
        Map<String, Map<Item, Item>> byKind = byKind(optimizer);
        Item trained = optimizer.children.get(Optimizers.TRAINED);
        List<Item> order = order(byKind, trained);
        if (trained != null) {
            number(trained, order);
        }
        Item variables = optimizer.children.get(Optimizers.VARIABLES);
        if (variables != null) {
            number(variables, variables(lists, List.copyOf(variables.children.values()), byKind, order));
        }
    }

    /** Kind of slots to the slots by their owners, in the order of their numbers. */
    private Map<String, Map<Item, Item>> byKind(Item optimizer) {
        Map<String, Map<Item, Item>> byKind = new LinkedHashMap<>();
        optimizer.children.forEach((label, list) -> {
            Map<Integer, Item> byNumber = new TreeMap<>();
            list.children.forEach((edge, slot) -> {
                boolean named = slots.containsKey(slot)
                        && !label.equals(Optimizers.TRAINED)
                        && slots.get(slot).isUnlisted() == label.equals(Optimizers.VARIABLES);
                if (named) {
                    byNumber.put(Optimizers.number(edge), slot);
                }
            });
            byNumber.values()
                    .forEach(slot -> byKind.computeIfAbsent(slots.get(slot).kind(), kind -> new LinkedHashMap<>())
                            .putIfAbsent(slots.get(slot).owner(), slot));
        });
        return byKind;
    }

    /**
     * The trained variables: in the order of the slots, then those without slots in the model's order, or the original
     * one.
     */
    private List<Item> order(Map<String, Map<Item, Item>> byKind, Item trained) {
        Set<Item> order = new LinkedHashSet<>();
        byKind.values().forEach(list -> order.addAll(list.keySet()));
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

    private List<Item> variables(
            OptimizerLists lists, List<Item> before, Map<String, Map<Item, Item>> byKind, List<Item> order) {
        List<Item> own = new ArrayList<>(
                before.stream().filter(item -> !slots.containsKey(item)).toList());
        int head = 0;
        while (head < before.size() && !slots.containsKey(before.get(head))) {
            head++;
        }
        Set<Item> leftOut = leftOut(lists);
        List<Item> sorted = lists.passes()
                .sorted(
                        order,
                        byKind.keySet(),
                        (owner, kind) -> Optional.ofNullable(
                                byKind.getOrDefault(kind, Map.of()).get(owner)));
        own.addAll(head, sorted.stream().filter(slot -> !leftOut.contains(slot)).toList());
        return own;
    }

    /** Slots that are not in the list: those that it did not have, and new ones like them. */
    private Set<Item> leftOut(OptimizerLists lists) {
        Set<Item> leftOut = new HashSet<>();
        Set<String> kinds = lists.partlyListed();
        slots.forEach((slot, owned) -> {
            if (kinds.contains(owned.kind()) && owned.isScalar()) {
                leftOut.add(slot);
            }
        });
        Set<Integer> listed = new HashSet<>(lists.variables());
        for (List<Integer> list : lists.slots().values()) {
            for (int node : list) {
                Item slot = moved.get(node);
                if (slot != null && listed.contains(node)) {
                    leftOut.remove(slot);
                } else if (slot != null) {
                    leftOut.add(slot);
                }
            }
        }
        return leftOut;
    }

    private static void number(Item list, List<Item> items) {
        list.children.clear();
        for (int i = 0; i < items.size(); i++) {
            list.children.put(Integer.toString(i), items.get(i));
        }
    }
}
