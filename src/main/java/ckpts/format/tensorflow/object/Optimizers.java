package ckpts.format.tensorflow.object;

import ckpts.checkpoint.SlotKind;
import ckpts.format.optimizer.SlotKinds;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The structure of optimizer objects in Keras 2 and 3. */
final class Optimizers {
    /** The optimizer's own variables again, in the order in which it created them. */
    static final String VARIABLES = "_variables";
    /** The model's weights in the order of the optimizer's lists. */
    static final String TRAINED = "_trainable_variables";

    /** Lists that every optimizer rebuilds from others. */
    static final Set<String> DERIVED = Set.of(VARIABLES, TRAINED);

    private static final List<String> COUNTERS = List.of("_iterations", "iter", "iterations");
    private static final List<String> RATES = List.of("_learning_rate", "learning_rate", "decay", "_decay");

    /**
     * The start value of a slot, by the name of the slot or of its list; an accumulator's is an option of its
     * optimizer, an average begins with the weights.
     */
    private static final Map<String, OptionalDouble> STARTS = Map.ofEntries(
            Map.entry("m", OptionalDouble.of(0)),
            Map.entry("v", OptionalDouble.of(0)),
            Map.entry("vhat", OptionalDouble.of(0)),
            Map.entry("momentum", OptionalDouble.of(0)),
            Map.entry("rms", OptionalDouble.of(0)),
            Map.entry("mg", OptionalDouble.of(0)),
            Map.entry("accum_grad", OptionalDouble.of(0)),
            Map.entry("accum_var", OptionalDouble.of(0)),
            Map.entry("linear", OptionalDouble.of(0)),
            Map.entry("accumulator", OptionalDouble.of(0.1)),
            Map.entry("_momentums", OptionalDouble.of(0)),
            Map.entry("momentums", OptionalDouble.of(0)),
            Map.entry("_velocities", OptionalDouble.of(0)),
            Map.entry("_velocity_hats", OptionalDouble.of(0)),
            Map.entry("_average_gradients", OptionalDouble.of(0)),
            Map.entry("_m", OptionalDouble.of(0)),
            Map.entry("_u", OptionalDouble.of(0)),
            Map.entry("_accumulators", OptionalDouble.of(0.1)),
            Map.entry("_accumulated_grads", OptionalDouble.of(0)),
            Map.entry("_accumulated_delta_vars", OptionalDouble.of(0)),
            Map.entry("_linears", OptionalDouble.of(0)),
            Map.entry("_r", OptionalDouble.of(0)),
            Map.entry("_c", OptionalDouble.of(0)),
            Map.entry("_v", OptionalDouble.of(0)),
            Map.entry("_accumulated_gradients", OptionalDouble.of(0)),
            Map.entry("velocity", OptionalDouble.of(0)),
            Map.entry("velocity_hat", OptionalDouble.of(0)),
            Map.entry("average_gradient", OptionalDouble.of(0)),
            Map.entry("gradient_accumulator", OptionalDouble.of(0)),
            Map.entry("accumulated_grad", OptionalDouble.of(0)),
            Map.entry("accumulated_delta_var", OptionalDouble.of(0)),
            Map.entry("norm", OptionalDouble.of(0)),
            Map.entry("r", OptionalDouble.of(0)),
            Map.entry("c", OptionalDouble.of(0)));

    private Optimizers() {}

    /**
     * Whether an object is an optimizer: it has slots, or a step counter together with a learning rate or its
     * variables.
     */
    static boolean isOptimizer(Node node) {
        if (!node.slots().isEmpty()) {
            return true;
        }
        boolean counts = COUNTERS.stream().anyMatch(name -> node.child(name).isPresent());
        return counts
                && (RATES.stream().anyMatch(name -> node.child(name).isPresent())
                        || node.child(VARIABLES).isPresent());
    }

    /** The kind of a slot, by its name or that of its list. */
    static SlotKind kind(String name) {
        return SlotKinds.of(name, STARTS.getOrDefault(name, OptionalDouble.empty()));
    }

    /** The nodes of a list by their numbers; empty if the object has children other than numbered ones. */
    static Optional<List<Integer>> list(Node node) {
        Integer[] items = new Integer[node.children().size()];
        for (Edge edge : node.children()) {
            int number = number(edge.name());
            if (number < 0 || number >= items.length || items[number] != null) {
                return Optional.empty();
            }
            items[number] = edge.node();
        }
        return Optional.of(List.of(items));
    }

    /** A list's index; -1 if it is not an index. */
    static int number(String edge) {
        boolean digits = !edge.isEmpty()
                && edge.length() <= 9
                && edge.chars().allMatch(c -> c >= '0' && c <= '9')
                && (edge.length() == 1 || edge.charAt(0) != '0');
        return digits ? Integer.parseInt(edge) : -1;
    }
}
