package ckpts.format.tensorflow;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.TensorName;
import ckpts.format.tensorflow.object.VariablesList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The numbers of slots in an optimizer's list of all its tensors, if some slots have no other list: the model's
 * numbers, or consecutive ones in the passes in which the optimizer creates them.
 *
 * <pre>
 *   optimizer/_variables/2, /3   momentum and velocity of a     drop a        _variables/2, /3   those of b
 *   optimizer/_variables/4, /5   momentum and velocity of b    ───────>
 * </pre>
 */
final class VariablesNumbers {
    private final Optional<Manifest> model;
    private final UnaryOperator<String> nameHere;
    private final Predicate<String> isTaken;

    /**
     * @param nameHere maps the model's name of a variable to the checkpoint's
     * @param isTaken whether a tensor other than a slot has a name
     */
    VariablesNumbers(Optional<Manifest> model, UnaryOperator<String> nameHere, Predicate<String> isTaken) {
        this.model = model;
        this.nameHere = nameHere;
        this.isTaken = isTaken;
    }

    /**
     * A number for each slot that has no other list.
     *
     * @param lists all lists of the optimizer
     * @param owners the variables in them, in their order
     */
    Map<Entry, Integer> of(VariablesList known, Map<String, List<Entry>> lists, List<String> owners) {
        List<Entry> order = order(known, lists, owners);
        Set<Entry> named = new LinkedHashSet<>(lists.get(known.list()));
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        wanted(known.list(), order)
                .orElseGet(() -> counted(known.head().size(), order))
                .forEach((slot, number) -> {
                    if (named.contains(slot)) {
                        numbers.put(slot, number);
                    }
                });
        return numbers;
    }

    private static List<Entry> order(VariablesList known, Map<String, List<Entry>> lists, List<String> owners) {
        Map<String, Map<String, Entry>> byKind = new LinkedHashMap<>();
        for (List<Entry> slots : lists.values()) {
            for (Entry slot : slots) {
                Role.Slot role = role(slot);
                boolean leftOut = known.partly().contains(role.kind().name())
                        && slot.tensor().type().shape().rank() == 0;
                if (!leftOut) {
                    byKind.computeIfAbsent(role.kind().name(), kind -> new HashMap<>())
                            .putIfAbsent(role.owner(), slot);
                }
            }
        }
        return known.passes()
                .sorted(
                        owners,
                        byKind.keySet(),
                        (owner, kind) -> Optional.ofNullable(
                                byKind.getOrDefault(kind, Map.of()).get(owner)));
    }

    private static Map<Entry, Integer> counted(int head, List<Entry> order) {
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        order.forEach(slot -> numbers.put(slot, head + numbers.size()));
        return numbers;
    }

    /** The model's numbers: by their kinds, else each variable's in sequence if it has the same number of slots. */
    private Optional<Map<Entry, Integer>> wanted(String list, List<Entry> order) {
        Map<String, TreeMap<Integer, String>> model = model(list);
        Map<String, List<Entry>> here = new LinkedHashMap<>();
        order.forEach(slot -> here.computeIfAbsent(role(slot).owner(), owner -> new ArrayList<>())
                .add(slot));
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, List<Entry>> owned : here.entrySet()) {
            TreeMap<Integer, String> there = model.getOrDefault(owned.getKey(), new TreeMap<>());
            List<Integer> free = List.copyOf(there.keySet());
            Map<String, Integer> ofKind = new HashMap<>();
            there.forEach((number, kind) -> ofKind.put(kind, number));
            boolean kinds = owned.getValue().stream()
                    .allMatch(slot -> ofKind.containsKey(role(slot).kind().name()));
            if (!kinds && free.size() != owned.getValue().size()) {
                return Optional.empty();
            }
            for (int i = 0; i < owned.getValue().size(); i++) {
                Entry slot = owned.getValue().get(i);
                numbers.put(slot, kinds ? ofKind.get(role(slot).kind().name()) : free.get(i));
            }
        }
        return numbers.values().stream().anyMatch(number -> isTaken.test(list + number))
                ? Optional.empty()
                : Optional.of(numbers);
    }

    /** Variable to the numbers of its slots in this list and the model's names of their kinds, if known. */
    private Map<String, TreeMap<Integer, String>> model(String list) {
        Map<String, TreeMap<Integer, String>> owners = new HashMap<>();
        for (Expected expected : model.map(Manifest::variables).orElse(List.of())) {
            if (expected.slotOf().isEmpty()) {
                continue;
            }
            List<String> paths = new ArrayList<>(expected.aliases());
            paths.add(expected.name());
            paths.stream()
                    .filter(path -> path.startsWith(list))
                    .mapToInt(path -> TensorName.number(path.substring(list.length())))
                    .filter(number -> number < Integer.MAX_VALUE)
                    .findFirst()
                    .ifPresent(number -> owners.computeIfAbsent(
                                    nameHere.apply(expected.slotOf().get()), owner -> new TreeMap<>())
                            .put(number, kind(expected)));
        }
        return owners;
    }

    private String kind(Expected expected) {
        return model.flatMap(known -> known.conventions(BundleState.class))
                .flatMap(bundle -> bundle.slotRead(expected.name()))
                .map(slot -> slot.kind().name())
                .orElse("");
    }

    private static Role.Slot role(Entry slot) {
        return (Role.Slot) slot.role();
    }
}
