package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.VariableLookup;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.TensorName;
import ckpts.format.tensorflow.object.VariablesList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The new names of optimizers' tensors after edits of others: numbered slots close gaps, in the model's order if the
 * model knows them all; slots named after their optimizer follow it to a new place.
 *
 * <pre>
 *   optimizer/_momentums/0   of a          drop a          optimizer/_momentums/0   of b
 *   optimizer/_momentums/1   of b         ───────>
 * </pre>
 */
final class OptimizerOrder {
    private final Checkpoint checkpoint;
    private final ObjectNames names;
    private final Optional<Manifest> model;
    private final Optional<VariableLookup> lookup;
    private final Map<String, Entry> changes = new LinkedHashMap<>();

    private OptimizerOrder(Checkpoint checkpoint, ObjectNames names, Optional<Manifest> model) {
        this.checkpoint = checkpoint;
        this.names = names;
        this.model = model;
        this.lookup = model.map(known -> new VariableLookup(checkpoint, known));
    }

    static Checkpoint settled(Checkpoint checkpoint, ObjectNames names, Optional<Manifest> model) {
        OptimizerOrder order = new OptimizerOrder(checkpoint, names, model);
        order.number();
        order.follow();
        order.changes
                .values()
                .removeIf(entry -> checkpoint
                        .entry(entry.name())
                        .filter(known -> known.order() == entry.order())
                        .isPresent());
        return order.changes.isEmpty() ? checkpoint : checkpoint.replacing(order.changes);
    }

    private void number() {
        Map<String, TreeMap<String, List<Entry>>> optimizers = new TreeMap<>();
        for (String name : checkpoint.names()) {
            Entry entry = checkpoint.entry(name).orElseThrow();
            if (entry.role() instanceof Role.Slot slot && slot.numbered()) {
                optimizers
                        .computeIfAbsent(optimizer(slot.before()), key -> new TreeMap<>())
                        .computeIfAbsent(slot.before(), list -> new ArrayList<>())
                        .add(entry);
            }
        }
        optimizers.values().forEach(this::number);
    }

    /** The part before a list's label: its optimizer's path. */
    private static String optimizer(String list) {
        return list.substring(0, list.lastIndexOf('/', list.length() - 2) + 1);
    }

    /**
     * The lists of one optimizer have one order: the number says which variable an entry belongs to in all of them. So
     * a variable keeps its number as long as one list has it, and a removed one does not leave a gap.
     */
    private void number(Map<String, List<Entry>> lists) {
        if (model.isEmpty() && isAsRead(lists)) {
            return;
        }
        List<String> owners = owners(lists);
        lists.forEach((list, slots) -> {
            if (VariablesList.is(list)) {
                new VariablesNumbers(model, this::nameHere, this::isTaken)
                        .of(variablesList(list), lists, owners)
                        .forEach((slot, number) -> changes.put(slot.name(), slot.renumbered(list + number)));
                return;
            }
            wanted(list, slots)
                    .orElseGet(() -> free(list, slots, owners))
                    .forEach((slot, number) -> changes.put(slot.name(), slot.renumbered(list + number)));
        });
    }

    /** Whether the lists have the original entries at their original numbers: no statement has touched them. */
    private boolean isAsRead(Map<String, List<Entry>> lists) {
        return lists.entrySet().stream().allMatch(entry -> isAsRead(entry.getKey(), entry.getValue()));
    }

    private boolean isAsRead(String list, List<Entry> slots) {
        Set<String> listsBefore = new HashSet<>();
        for (Entry slot : slots) {
            Optional<ObjectNames.Named> read = slot.holds().flatMap(input -> names.named(input.name()));
            if (read.isEmpty()
                    || !(read.get().role() instanceof Role.Slot before)
                    || !before.numbered()
                    || number(list, slot.name())
                            != number(before.before(), read.get().name())) {
                return false;
            }
            listsBefore.add(before.before());
        }
        return listsBefore.size() == 1
                && names.listsOfSlots().filter(listsBefore::contains).count() == slots.size();
    }

    /** The known facts about a list of all slots, which may have moved with its optimizer; none if the list is new. */
    private VariablesList variablesList(String list) {
        Map<String, String> now = now();
        Map<String, String> moved = names.movedOptimizers(now);
        return names.variablesLists().entrySet().stream()
                .filter(known -> VariablesList.of(moved.getOrDefault(known.getKey(), known.getKey()))
                        .equals(list))
                .map(Map.Entry::getValue)
                .map(known -> known.at(
                        list,
                        known.head().stream()
                                .filter(name -> now.containsKey(name) || checkpoint.contains(name))
                                .toList()))
                .findFirst()
                .orElseGet(() -> VariablesList.unknown(list));
    }

    /** The variables in the lists, in the order of their numbers. */
    private static List<String> owners(Map<String, List<Entry>> lists) {
        record Place(String owner, int rank, long order) {}
        List<Place> places = new ArrayList<>();
        lists.forEach((list, slots) -> {
            List<Place> own = slots.stream()
                    .map(slot -> new Place(owner(slot), number(list, slot.name()), slot.order()))
                    .sorted(Comparator.comparingInt(Place::rank).thenComparingLong(Place::order))
                    .toList();
            List<String> ranks = own.stream().map(Place::owner).distinct().toList();
            // A list of all slots has several entries for one variable.
            own.forEach(place -> places.add(
                    VariablesList.is(list) && place.rank() < Integer.MAX_VALUE
                            ? new Place(place.owner(), ranks.indexOf(place.owner()), place.order())
                            : place));
        });
        return places.stream()
                .sorted(Comparator.comparingInt(Place::rank).thenComparingLong(Place::order))
                .map(Place::owner)
                .distinct()
                .toList();
    }

    /**
     * The numbers in this list, skipping those taken by tensors that are not entries of it. A second entry for a
     * variable comes after all others.
     */
    private Map<Entry, Integer> free(String list, List<Entry> slots, List<String> owners) {
        Map<String, Entry> first = new HashMap<>();
        List<Entry> more = new ArrayList<>();
        for (Entry slot : inOrder(list, slots)) {
            if (first.putIfAbsent(owner(slot), slot) != null) {
                more.add(slot);
            }
        }
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        int next = 0;
        for (int rank = 0; rank < owners.size(); rank++) {
            if (first.containsKey(owners.get(rank))) {
                next = beyondTaken(list, Math.max(next, rank));
                numbers.put(first.get(owners.get(rank)), next++);
            }
        }
        next = Math.max(next, owners.size());
        for (Entry slot : more) {
            next = beyondTaken(list, next);
            numbers.put(slot, next++);
        }
        return numbers;
    }

    private static List<Entry> inOrder(String list, List<Entry> slots) {
        return slots.stream()
                .sorted(Comparator.comparingInt((Entry slot) -> number(list, slot.name()))
                        .thenComparingLong(Entry::order))
                .toList();
    }

    private int beyondTaken(String list, int number) {
        int free = number;
        while (isTaken(list + free)) {
            free++;
        }
        return free;
    }

    private boolean isTaken(String name) {
        return checkpoint.aliases().containsKey(name)
                || checkpoint
                        .entry(name)
                        .filter(entry -> !(entry.role() instanceof Role.Slot slot && slot.numbered()))
                        .isPresent();
    }

    /** The model's numbers in this list, if it has each entry exactly once and its number is free. */
    private Optional<Map<Entry, Integer>> wanted(String list, List<Entry> slots) {
        Map<String, Integer> wanted = wanted(list);
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        Set<Integer> given = new HashSet<>();
        for (Entry slot : slots) {
            Integer number = wanted.get(owner(slot));
            if (number == null || isTaken(list + number) || !given.add(number)) {
                return Optional.empty();
            }
            numbers.put(slot, number);
        }
        return Optional.of(numbers);
    }

    /** Owner to number in the model's list. */
    private Map<String, Integer> wanted(String list) {
        Map<String, Integer> numbers = new HashMap<>();
        for (Manifest.Expected expected : model.map(Manifest::variables).orElse(List.of())) {
            int number = number(list, expected.name());
            if (expected.slotOf().isPresent() && number < Integer.MAX_VALUE) {
                numbers.merge(nameHere(expected.slotOf().get()), number, Math::min);
            }
        }
        return numbers;
    }

    /** The checkpoint may have another of the variable's names. */
    private String nameHere(String variable) {
        return model.flatMap(known -> known.variable(variable))
                .flatMap(known -> lookup.flatMap(there -> there.of(known)))
                .map(Entry::name)
                .orElse(variable);
    }

    private static String owner(Entry slot) {
        return ((Role.Slot) slot.role()).owner();
    }

    /** The number of a name in a list; greater than all others if it has none yet. */
    private static int number(String list, String name) {
        return name.startsWith(list) ? TensorName.number(name.substring(list.length())) : Integer.MAX_VALUE;
    }

    private void follow() {
        Map<String, String> moved = names.movedOptimizers(now());
        if (moved.isEmpty()) {
            return;
        }
        Map<String, Role.Slot> following = new LinkedHashMap<>();
        for (String name : checkpoint.names()) {
            if (checkpoint.entry(name).orElseThrow().role() instanceof Role.Slot slot && !slot.numbered()) {
                moved.forEach((before, after) -> {
                    if (slot.after()
                            .equals(TensorName.slotTail(before, slot.kind().name()))) {
                        following.put(
                                name,
                                slot.endingIn(
                                        TensorName.slotTail(after, slot.kind().name())));
                    }
                });
            }
        }
        Set<String> taken = new HashSet<>(checkpoint.names());
        taken.addAll(checkpoint.aliases().keySet());
        taken.removeAll(following.keySet());
        following.forEach((name, there) -> {
            Entry entry = checkpoint.entry(name).orElseThrow();
            changes.put(
                    name,
                    entry.renumbered(free(there.nameFor(there.owner()), taken)).withRole(there));
        });
    }

    /** If several would have the same name, all but the first get another one, as in reading. */
    private static String free(String wanted, Set<String> taken) {
        String name = wanted;
        while (!taken.add(name)) {
            name += "'";
        }
        return name;
    }

    /** Original name of a tensor to its current name. */
    private Map<String, String> now() {
        Map<String, String> now = new HashMap<>();
        for (String name : checkpoint.names()) {
            checkpoint.entry(name).orElseThrow().holds().ifPresent(input -> now.put(input.name(), name));
        }
        return now;
    }
}
