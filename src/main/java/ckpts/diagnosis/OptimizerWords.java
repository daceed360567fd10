package ckpts.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of the names that libraries use for the state of one optimizer. Names of a row hold the same values, so state
 * saved under one of them can be read under another.
 *
 * <p>Sources: the slots of {@code tf.compat.v1.train}'s optimizers, those of Keras's optimizers up to 2.10
 * ({@code add_slot}), and the lists of Keras's optimizers since ({@code add_variable_from_reference}), from checkpoints
 * that each of them saved.
 */
final class OptimizerWords {
    /**
     * One optimizer per row; in a row, the kinds of its slots in the same order: Keras up to 2.10, Keras since,
     * TensorFlow 1.
     */
    private static final List<List<List<String>>> SLOTS = List.of(
            List.of(List.of("m", "v"), List.of("_momentums", "_velocities"), List.of("Adam", "Adam_1")),
            List.of(List.of("m", "v", "vhat"), List.of("_momentums", "_velocities", "_velocity_hats")),
            List.of(List.of("momentum"), List.of("momentums"), List.of("_momentums"), List.of("Momentum")),
            List.of(List.of("rms"), List.of("_velocities")),
            List.of(List.of("rms", "momentum"), List.of("_velocities", "_momentums"), List.of("RMSProp", "RMSProp_1")),
            List.of(
                    List.of("rms", "momentum", "mg"),
                    List.of("_velocities", "_momentums", "_average_gradients"),
                    List.of("RMSProp", "RMSProp_1", "RMSProp_2")),
            List.of(List.of("accumulator"), List.of("_accumulators"), List.of("Adagrad")),
            List.of(
                    List.of("accum_grad", "accum_var"),
                    List.of("_accumulated_grads", "_accumulated_delta_vars"),
                    List.of("Adadelta", "Adadelta_1")),
            List.of(List.of("accumulator", "linear"), List.of("_accumulators", "_linears"), List.of("Ftrl", "Ftrl_1")));

    /** The optimizer's own tensors. */
    private static final List<Set<String>> OWN =
            List.of(Set.of("iter", "iterations", "_iterations"), Set.of("learning_rate", "_learning_rate", "lr"));

    private OptimizerWords() {}

    /**
     * Maps kinds of slots to the kinds that hold the same values.
     *
     * @return empty if the two are not known to belong to the same optimizer
     */
    static Optional<Map<String, String>> counterparts(Set<String> here, Set<String> there) {
        if (here.isEmpty() && there.isEmpty()) {
            return Optional.of(Map.of());
        }
        for (List<List<String>> row : SLOTS) {
            Optional<List<String>> from = are(here, row);
            Optional<List<String>> to = are(there, row);
            if (from.isPresent() && to.isPresent()) {
                Map<String, String> kinds = new HashMap<>();
                for (int i = 0; i < from.get().size(); i++) {
                    kinds.put(from.get().get(i), to.get().get(i));
                }
                return Optional.of(kinds);
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> are(Set<String> kinds, List<List<String>> row) {
        return row.stream()
                .filter(words -> words.size() == kinds.size() && kinds.containsAll(words))
                .findFirst();
    }

    /** Whether two names of the optimizer's own tensors mean the same. */
    static boolean areSame(String one, String other) {
        return one.equals(other) || OWN.stream().anyMatch(words -> words.contains(one) && words.contains(other));
    }
}
