package ckpts.format.keras;

import ckpts.checkpoint.Role;
import ckpts.format.optimizer.SlotKinds;
import ckpts.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the variable that an optimizer's weight belongs to. Its name contains the variable's as the variable is stored:
 * {@code Adam/m/dense/kernel} and {@code training/Adam/dense/kernel/m} of Keras 2, or, in Keras 3, with underscores,
 * {@code adam/dense_kernel_momentum}.
 */
final class SlotNames {
    /** The first part of the names of an optimizer's weights in scripts. */
    static final String SCOPE = "optimizer/";

    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, Variable> flattened = new HashMap<>();

    /**
     * A weight of a layer.
     *
     * @param name in scripts
     * @param stored its name in the group of its layer, without the number of an output
     */
    record Variable(String name, String stored, Shape shape) {}

    /** Those that were stored under one name, as layers that two models share: the first. */
    SlotNames(List<Variable> all) {
        for (Variable variable : all) {
            variables.putIfAbsent(variable.stored(), variable);
            flattened.putIfAbsent(flat(variable.stored()), variable);
        }
    }

    /** A variable's name as Keras 3's optimizers have it in theirs. */
    static String flat(String stored) {
        return stored.replace('/', '_');
    }

    /** Whether a slot's name has its variable's flattened. */
    static boolean isFlat(Role.Slot slot) {
        return slot.after().startsWith("_");
    }

    /** The role of an optimizer's weight: a slot of a variable of its shape, or the optimizer's own. */
    Role role(String stored, Shape shape) {
        Optional<Role.Slot> slot = whole(stored, shape).or(() -> flattened(stored, shape));
        return slot.isPresent() ? slot.get() : new Role.OptimizerState(stored.substring(stored.lastIndexOf('/') + 1));
    }

    /** The longest variable's name between two slashes. */
    private Optional<Role.Slot> whole(String stored, Shape shape) {
        Optional<Role.Slot> longest = Optional.empty();
        for (int begin = 0; begin >= 0; begin = after(stored, begin)) {
            for (int end = stored.length(); end > begin; end = stored.lastIndexOf('/', end - 1)) {
                Optional<Variable> variable = known(variables, stored.substring(begin, end), shape);
                boolean longer =
                        longest.isEmpty() || end - begin > longest.get().owner().length();
                if (variable.isPresent() && end - begin < stored.length() && longer) {
                    String kind = end < stored.length()
                            ? stored.substring(end + 1)
                            : stored.substring(stored.lastIndexOf('/', begin - 2) + 1, begin - 1);
                    longest =
                            Optional.of(slot(variable.get(), kind, stored.substring(0, begin), stored.substring(end)));
                }
            }
        }
        return longest;
    }

    private static int after(String stored, int begin) {
        int slash = stored.indexOf('/', begin);
        return slash < 0 ? -1 : slash + 1;
    }

    private Optional<Role.Slot> flattened(String stored, Shape shape) {
        int begin = stored.lastIndexOf('/') + 1;
        for (int end = stored.lastIndexOf('_'); end > begin; end = stored.lastIndexOf('_', end - 1)) {
            Optional<Variable> variable = known(flattened, stored.substring(begin, end), shape);
            if (variable.isPresent()) {
                String kind = stored.substring(end + 1);
                return Optional.of(slot(variable.get(), kind, stored.substring(0, begin), stored.substring(end)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Variable> known(Map<String, Variable> variables, String stored, Shape shape) {
        return Optional.ofNullable(variables.get(stored))
                .filter(variable -> variable.shape().equals(shape));
    }

    /** Keras starts all of them at zero but Adagrad's, at a number of its configuration. */
    private static Role.Slot slot(Variable variable, String kind, String before, String after) {
        OptionalDouble start = kind.equals("accumulator") ? OptionalDouble.empty() : OptionalDouble.of(0);
        return new Role.Slot(variable.name(), SlotKinds.of(kind, start), SCOPE + before, after);
    }
}
