package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names that optimizers' tensors take when others are edited: numbered slots close ranks, in the model's order where
 * the model knows them all; slots named after their optimizer follow it to a new place.
 *
 * <pre>
 *   optimizer/_momentums/0   of a          drop a          optimizer/_momentums/0   of b
 *   optimizer/_momentums/1   of b         ───────>
 * </pre>
 */
final class OptimizerOrder {
    private final Checkpoint checkpoint;
    private final Optional<Manifest> model;
    private final Map<String, Entry> changes = new LinkedHashMap<>();

    private OptimizerOrder(Checkpoint checkpoint, Optional<Manifest> model) {
        this.checkpoint = checkpoint;
        this.model = model;
    }

    static Checkpoint settled(Checkpoint checkpoint, ObjectNames names, Optional<Manifest> model) {
        OptimizerOrder order = new OptimizerOrder(checkpoint, model);
        order.number();
        order.follow(names);
        order.changes
                .values()
                .removeIf(entry -> checkpoint
                        .entry(entry.name())
                        .filter(known -> known.order() == entry.order())
                        .isPresent());
        return order.changes.isEmpty() ? checkpoint : checkpoint.replacing(order.changes);
    }

    private void number() {
        Map<String, List<Entry>> lists = new TreeMap<>();
        for (String name : checkpoint.names()) {
            Entry entry = checkpoint.entry(name).orElseThrow();
            if (entry.role() instanceof Role.Slot slot && slot.numbered()) {
                lists.computeIfAbsent(slot.before(), list -> new ArrayList<>()).add(entry);
            }
        }
        lists.forEach(this::number);
    }

    private void number(String list, List<Entry> slots) {
        Map<String, Integer> wanted = wanted(list);
        if (slots.stream().allMatch(slot -> wanted.containsKey(owner(slot)))) {
            slots.forEach(slot -> changes.put(slot.name(), slot.renumbered(list + wanted.get(owner(slot)))));
            return;
        }
        slots.sort(Comparator.comparingInt((Entry slot) -> number(list, slot.name()))
                .thenComparingLong(Entry::order));
        for (int i = 0; i < slots.size(); i++) {
            changes.put(slots.get(i).name(), slots.get(i).renumbered(list + i));
        }
    }

    /** Owner to number, as the model has them in this list. */
    private Map<String, Integer> wanted(String list) {
        Map<String, Integer> numbers = new HashMap<>();
        for (Manifest.Expected expected : model.map(Manifest::variables).orElse(List.of())) {
            int number = number(list, expected.name());
            if (expected.slotOf().isPresent() && number < Integer.MAX_VALUE) {
                numbers.put(nameHere(expected.slotOf().get()), number);
            }
        }
        return numbers;
    }

    /** The checkpoint may know a variable by another of its names. */
    private String nameHere(String variable) {
        return model.flatMap(known ->
                        known.variable(variable).flatMap(expected -> Difference.standing(checkpoint, known, expected)))
                .map(Entry::name)
                .orElse(variable);
    }

    private static String owner(Entry slot) {
        return ((Role.Slot) slot.role()).owner();
    }

    /** The number of a name in a list; beyond all others if it has none yet. */
    private static int number(String list, String name) {
        return name.startsWith(list) ? ObjectNames.number(name.substring(list.length())) : Integer.MAX_VALUE;
    }

    private void follow(ObjectNames names) {
        Map<String, String> moved = names.movedOptimizers(now());
        if (moved.isEmpty()) {
            return;
        }
        for (String name : checkpoint.names()) {
            Entry entry = checkpoint.entry(name).orElseThrow();
            if (entry.role() instanceof Role.Slot slot && !slot.numbered()) {
                moved.forEach((before, after) -> {
                    String tail = ObjectNames.slotTail(before, slot.kind());
                    if (slot.after().equals(tail)) {
                        Role.Slot there = slot.endingIn(ObjectNames.slotTail(after, slot.kind()));
                        changes.put(
                                name,
                                entry.renumbered(there.nameFor(slot.owner())).withRole(there));
                    }
                });
            }
        }
    }

    /** Name that a tensor was read under to the name it has now. */
    private Map<String, String> now() {
        Map<String, String> now = new HashMap<>();
        for (String name : checkpoint.names()) {
            checkpoint.entry(name).orElseThrow().holds().ifPresent(input -> now.put(input.name(), name));
        }
        return now;
    }
}
