package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Role;
import ckpts.format.keras.OptimizerVariables.Meaning;
import ckpts.format.keras.SavedObject.SavedVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A model as Keras saved it: its objects, and what the variables of its optimizer are.
 *
 * @param root the model
 * @param config its serialized form, if the file has it
 * @param meanings of the optimizer's variables, as far as they are certain
 */
record SavedModel(SavedObject root, Optional<Fields> config, Map<SavedVariable, Meaning> meanings) {
    private static final String COMPILED = "compile_config";

    static SavedModel of(SavedObject root, Optional<Fields> config) {
        Map<SavedVariable, Meaning> meanings = new HashMap<>();
        Optional<Fields> compiled = config.flatMap(tree -> fields(tree, COMPILED));
        Optional<Fields> described = compiled.flatMap(SavedModel::optimizer);
        for (SavedObject optimizer : optimizers(root)) {
            boolean inner = !optimizer.path().equals("/" + SavedObject.OPTIMIZER);
            Optional<Fields> own = inner
                    ? described
                            .flatMap(outer -> fields(outer, "config"))
                            .flatMap(fields -> fields(fields, optimizer.element()))
                    : described;
            OptimizerVariables.of(optimizer, root, own).ifPresent(meanings::putAll);
        }
        return new SavedModel(root, config, meanings);
    }

    /** The optimizer's description, which may be the name of its class alone. */
    private static Optional<Fields> optimizer(Fields compiled) {
        return compiled.values().get(SavedObject.OPTIMIZER) instanceof Attribute.Text type
                ? Optional.of(new Fields(Map.of("class_name", type)))
                : fields(compiled, SavedObject.OPTIMIZER);
    }

    private static Optional<Fields> fields(Fields within, String field) {
        Attribute value = within.values().get(field);
        return value instanceof Fields fields ? Optional.of(fields) : Optional.empty();
    }

    /** The optimizer, and one that it wraps. */
    private static List<SavedObject> optimizers(SavedObject root) {
        List<SavedObject> optimizers = new ArrayList<>();
        root.member(SavedObject.OPTIMIZER).ifPresent(optimizer -> optimizer.walk(optimizers::add));
        return optimizers;
    }

    /** Whether an object belongs to the optimizer. */
    static boolean isOptimizer(String path) {
        String own = "/" + SavedObject.OPTIMIZER;
        return path.equals(own) || path.startsWith(own + "/");
    }

    /**
     * A variable's name in scripts.
     *
     * @param role as the checkpoint has it
     */
    record Named(SavedVariable variable, String name, Role role) {}

    /** All variables with their names: those of the model, then those of the optimizer. */
    List<Named> named() {
        return named(SavedObject::part);
    }

    /** @param parts the parts that objects have in names, which may be others than they were read with */
    List<Named> named(Function<SavedObject, Optional<String>> parts) {
        Names names = new Names(parts);
        names.add(root, "");
        optimizers(root).forEach(names::addOptimizer);
        return names.all;
    }

    /** Gives names, each to one variable only. */
    private final class Names {
        private final Function<SavedObject, Optional<String>> parts;
        private final List<Named> all = new ArrayList<>();
        private final Map<SavedVariable, String> shown = new HashMap<>();
        private final Set<String> taken = new HashSet<>();

        Names(Function<SavedObject, Optional<String>> parts) {
            this.parts = parts;
        }

        void add(SavedObject object, String prefix) {
            String below = parts.apply(object).map(part -> prefix + part + "/").orElse(prefix);
            for (SavedVariable variable : object.variables()) {
                add(variable, below + variable.label(), isBookkeeping(object) ? Role.BOOKKEEPING : Role.VARIABLE);
            }
            object.members().stream()
                    .filter(member -> !isOptimizer(member.path()))
                    .forEach(member -> add(member, below));
        }

        private void add(SavedVariable variable, String name, Role role) {
            String distinct = name;
            for (int number = 2; !taken.add(distinct); number++) {
                distinct = name + "#" + number;
            }
            shown.put(variable, distinct);
            all.add(new Named(variable, distinct, role));
        }

        void addOptimizer(SavedObject optimizer) {
            for (SavedVariable variable : optimizer.variables()) {
                Meaning meaning = meanings.get(variable);
                if (meaning == null) {
                    add(variable, variable.path().substring(1), new Role.OptimizerState(variable.key()));
                } else if (meaning.owner().isPresent()) {
                    String owner = shown.get(meaning.owner().get());
                    Role.Slot slot = meaning.slotOf(owner);
                    add(variable, slot.nameFor(owner), slot);
                } else {
                    add(variable, meaning.scope() + meaning.kind(), new Role.OptimizerState(meaning.kind()));
                }
            }
        }
    }

    /** Sums that metrics keep while a model is evaluated. */
    private static boolean isBookkeeping(SavedObject object) {
        return object.path().startsWith("/metrics/") || object.path().startsWith("/_metrics/");
    }

    /** Variables by their names. */
    Map<String, SavedVariable> byName() {
        Map<String, SavedVariable> byName = new LinkedHashMap<>();
        named().forEach(one -> byName.put(one.name(), one.variable()));
        return byName;
    }

    /** Whether the optimizer has variables that may be any variable's slots. */
    boolean hasUnknownSlots() {
        return optimizers(root).stream()
                .flatMap(optimizer -> optimizer.variables().stream())
                .anyMatch(variable -> !meanings.containsKey(variable)
                        && variable.tensor().type().shape().rank() > 0);
    }
}
