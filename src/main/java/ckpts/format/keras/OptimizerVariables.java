package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Role;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.format.optimizer.SlotKinds;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the numbered variables of an optimizer are: its own, and then, kind after kind, those that it keeps for each variable
 * of the model (the optimizers of Keras 3.15).
 *
 * <pre>
 *   0 iteration, 1 learning_rate
 *   averages of all variables                       with use_ema
 *   gradient accumulators of all variables          with gradient_accumulation_steps
 *   momentum of w0, velocity of w0, momentum of w1, velocity of w1, ...
 *   velocity_hat of all variables                   with amsgrad
 * </pre>
 */
final class OptimizerVariables {
    private static final List<String> OWN = List.of("iteration", "learning_rate");
    private static final String AVERAGE = "average";
    private static final String ACCUMULATOR = "accumulator";

    /** Kinds that stand side by side, of the optimizers that have one such group. */
    private static final Map<String, List<String>> KINDS = Map.ofEntries(
            Map.entry("sgd", List.of("momentum")),
            Map.entry("adam", List.of("momentum", "velocity")),
            Map.entry("adam_w", List.of("momentum", "velocity")),
            Map.entry("adamw", List.of("momentum", "velocity")),
            Map.entry("nadam", List.of("momentum", "velocity")),
            Map.entry("lamb", List.of("momentum", "velocity")),
            Map.entry("adamax", List.of("momentum", "norm")),
            Map.entry("adagrad", List.of(ACCUMULATOR)),
            Map.entry("adadelta", List.of("accumulated_grad", "accumulated_delta_var")),
            Map.entry("ftrl", List.of(ACCUMULATOR, "linear")),
            Map.entry("lion", List.of("momentum")),
            Map.entry("rm_sprop", List.of("velocity")),
            Map.entry("rmsprop", List.of("velocity")));

    /** One number at the end: the product of its momentum's schedule. */
    private static final Set<String> WITH_PRODUCT = Set.of("nadam");

    private final String type;
    private final List<SavedVariable> variables;

    /**
     * What one variable is.
     *
     * @param type of the optimizer, which numbers itself in its own name
     * @param kind of slot, or the name of the optimizer's own
     * @param owner whose slot it is
     */
    record Meaning(String type, String kind, Optional<SavedVariable> owner) {
        /** The part of names in scripts in front of it: {@code optimizer/adam/}. */
        String scope() {
            return SlotNames.SCOPE + type + "/";
        }

        /** The role under which a checkpoint has a slot. */
        Role.Slot slotOf(String variable) {
            OptionalDouble start =
                    kind.equals(ACCUMULATOR) || kind.equals(AVERAGE) ? OptionalDouble.empty() : OptionalDouble.of(0);
            return new Role.Slot(variable, SlotKinds.of(kind, start), scope(), "_" + kind);
        }
    }

    private OptimizerVariables(SavedObject optimizer, String type) {
        this.type = type;
        this.variables = optimizer.variables();
    }

    /**
     * Its variables with what they are; empty if that is not certain.
     *
     * @param described the optimizer's configuration, if the file has one
     */
    static Optional<Map<SavedVariable, Meaning>> of(
            SavedObject optimizer, SavedObject model, Optional<Fields> described) {
        Optional<String> type = type(optimizer, described);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        OptimizerVariables found = new OptimizerVariables(optimizer, type.get());
        Optional<Fields> config = described.flatMap(
                one -> one.values().get("config") instanceof Fields fields ? Optional.of(fields) : Optional.empty());
        int last = WITH_PRODUCT.contains(type.get()) ? 1 : 0;
        for (int first = OWN.size(); first > 0; first--) {
            Optional<Map<SavedVariable, Meaning>> meanings = found.meanings(first, last, model, config);
            if (meanings.isPresent()) {
                return meanings;
            }
        }
        return Optional.empty();
    }

    private Optional<Map<SavedVariable, Meaning>> meanings(
            int first, int last, SavedObject model, Optional<Fields> config) {
        int slots = variables.size() - first - last;
        int count = TrainedOrder.size(model);
        boolean divides = slots >= 0 && (slots == 0 || (count > 0 && slots % count == 0));
        if (!divides || !isAllScalar(0, first) || !isAllScalar(variables.size() - last, variables.size())) {
            return Optional.empty();
        }
        Map<SavedVariable, Meaning> own = new LinkedHashMap<>();
        for (int i = 0; i < first; i++) {
            own.put(variables.get(i), new Meaning(type, OWN.get(i), Optional.empty()));
        }
        List<Map<SavedVariable, Meaning>> fitting = new ArrayList<>();
        for (List<List<String>> groups : groups(slots == 0 ? 0 : slots / count, config)) {
            slots(first, count, groups, model).ifPresent(fitting::add);
        }
        if (fitting.size() != 1 || (config.isEmpty() && isOtherwise(first, slots, count))) {
            return Optional.empty();
        }
        own.putAll(fitting.get(0));
        for (int i = variables.size() - last; i < variables.size(); i++) {
            own.put(variables.get(i), new Meaning(type, "variable", Optional.empty()));
        }
        return Optional.of(own);
    }

    /** Whether these may be more kinds of slots for fewer variables: layers that are not trained, only a configuration names. */
    private boolean isOtherwise(int first, int slots, int count) {
        for (int owners = 1; owners < count && slots > 0; owners++) {
            if (slots % owners == 0) {
                for (List<List<String>> groups : groups(slots / owners, Optional.empty())) {
                    if (isRepeated(first, owners, groups)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether each group has the shapes of the first, in its order. */
    private boolean isRepeated(int first, int owners, List<List<String>> groups) {
        int at = first;
        for (List<String> group : groups) {
            for (int owner = 0; owner < owners; owner++) {
                for (int kind = 0; kind < group.size(); kind++) {
                    if (!shape(at++).equals(shape(first + owner * groups.get(0).size()))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean isAllScalar(int begin, int end) {
        return begin >= 0
                && variables.subList(begin, Math.max(begin, end)).stream()
                        .allMatch(variable -> variable.tensor().type().shape().rank() == 0);
    }

    /** Groups of kinds that make this number of slots for each variable. */
    private List<List<List<String>>> groups(int kinds, Optional<Fields> config) {
        if (kinds == 0) {
            return List.of(List.of());
        }
        List<List<List<String>>> possible = new ArrayList<>();
        for (int choice = 0; choice < 1 << OPTIONS.size(); choice++) {
            List<List<String>> groups = new ArrayList<>();
            boolean allowed = true;
            for (int i = 0; i < OPTIONS.size(); i++) {
                boolean chosen = (choice >> i & 1) != 0;
                Option option = OPTIONS.get(i);
                allowed &= option.isPossible(type, chosen, config);
                if (chosen) {
                    groups.add(option.isMain() ? KINDS.get(type) : List.of(option.kind()));
                }
            }
            if (allowed && groups.stream().mapToInt(List::size).sum() == kinds) {
                possible.add(groups);
            }
        }
        return possible;
    }

    /**
     * A group that optimizers may have.
     *
     * @param kind empty for the optimizer's main one
     * @param types of the optimizers that may; empty for all
     * @param field of the configuration that says whether
     */
    private record Option(String kind, Set<String> types, String field) {
        boolean isMain() {
            return kind.isEmpty();
        }

        boolean isPossible(String type, boolean chosen, Optional<Fields> config) {
            if (isMain()) {
                boolean plain = type.equals("sgd")
                        && value(config).filter(one -> !isOn(one)).isPresent();
                return chosen != plain;
            }
            if (!types.isEmpty() && !types.contains(type)) {
                return !chosen;
            }
            return value(config).isEmpty() || chosen == isOn(value(config).get());
        }

        private Optional<Attribute> value(Optional<Fields> config) {
            return config.flatMap(fields -> Optional.ofNullable(fields.values().get(field)));
        }

        private static boolean isOn(Attribute value) {
            return value instanceof Attribute.Truth truth
                    ? truth.value()
                    : value instanceof Attribute.Real real ? real.value() != 0 : value instanceof Attribute.Whole;
        }
    }

    private static final Set<String> RMSPROP = Set.of("rm_sprop", "rmsprop");

    /** In the order in which they are made. */
    private static final List<Option> OPTIONS = List.of(
            new Option(AVERAGE, Set.of(), "use_ema"),
            new Option("gradient_accumulator", Set.of(), "gradient_accumulation_steps"),
            new Option("", Set.of(), "momentum"),
            new Option("velocity_hat", Set.of("adam", "adamw", "adam_w"), "amsgrad"),
            new Option("momentum", RMSPROP, "momentum"),
            new Option("average_gradient", RMSPROP, "centered"));

    private Optional<Map<SavedVariable, Meaning>> slots(
            int first, int count, List<List<String>> groups, SavedObject model) {
        Map<SavedVariable, Meaning> slots = new LinkedHashMap<>();
        if (groups.isEmpty()) {
            return Optional.of(slots);
        }
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shapes.add(shape(first + i * groups.get(0).size()));
        }
        Optional<List<SavedVariable>> order = TrainedOrder.of(model, shapes);
        if (order.isEmpty()) {
            return Optional.empty();
        }
        int at = first;
        for (List<String> group : groups) {
            for (SavedVariable owner : order.get()) {
                for (String kind : group) {
                    if (!shape(at).equals(owner.tensor().type().shape())) {
                        return Optional.empty();
                    }
                    slots.put(variables.get(at++), new Meaning(type, kind, Optional.of(owner)));
                }
            }
        }
        return Optional.of(slots);
    }

    private Shape shape(int index) {
        return variables.get(index).tensor().type().shape();
    }

    /** The optimizer's class as Keras spells it in names, if its variables have names. */
    private static Optional<String> type(SavedObject optimizer, Optional<Fields> described) {
        return described
                .flatMap(ModelConfig::type)
                .or(() -> optimizer.name().map(SavedObject::unnumbered))
                .filter(KINDS::containsKey);
    }
}
