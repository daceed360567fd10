package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slots without a list of their own: Keras 3.0 to 3.9 have all of them only in {@code _variables}, later versions those
 * of Muon and Adafactor, moving averages and accumulated gradients. Their variables follow from their order, which is
 * that of the trained variables, and from the ends of their full names.
 *
 * <pre>
 *   _variables/2   adam/dense_kernel_momentum   ──>   momentum of _trainable_variables/0
 *   _variables/3   adam/dense_kernel_velocity         velocity of _trainable_variables/0
 *   _variables/4   adam/dense_bias_momentum           momentum of _trainable_variables/1
 * </pre>
 *
 * <p>Optimizers make slots variable by variable, some in several rounds. Adafactor gives two of its three only the name
 * of the variable.
 */
final class UnlistedSlots {
    private static final String VELOCITY = "velocity";
    private static final String ROWS = "r";
    private static final String COLUMNS = "c";

    /** Ends of full names; one that ends with another comes before it. */
    private static final List<String> KINDS = List.of(
            "velocity_hat",
            VELOCITY,
            "momentum",
            "average_gradient",
            "gradient_accumulator",
            "accumulated_grad",
            "accumulated_delta_var",
            "accumulator",
            "average",
            "linear",
            "norm");

    /**
     * A slot.
     *
     * @param node its number
     * @param trained index of its variable among the trained ones
     * @param kind the optimizer's name for it
     */
    record Slot(int node, int trained, String kind) {}

    /** The ending of the full name of an entry. */
    private record Part(String base, String kind) {
        static Part of(String fullName) {
            String last = fullName.substring(fullName.lastIndexOf('/') + 1);
            for (String kind : KINDS) {
                if (last.equals(kind)) {
                    return new Part("", kind);
                }
                if (last.endsWith("_" + kind)) {
                    return new Part(last.substring(0, last.length() - kind.length() - 1), kind);
                }
            }
            return new Part(last, "");
        }

        boolean isPlain() {
            return kind.isEmpty();
        }
    }

    private UnlistedSlots() {}

    /** Whether a slot is only in the list {@code _variables}. */
    static boolean is(Role.Slot slot) {
        return slot.numbered() && VariablesList.is(slot.before());
    }

    /**
     * Identifies the slots.
     *
     * @param entries the nodes that are only in {@code _variables}, in its order
     * @param trained number of variables that the optimizer trains
     * @return empty if not all of them can be identified
     */
    static Optional<List<Slot>> of(ObjectGraph graph, List<Integer> entries, int trained) {
        List<Part> parts = parts(graph, entries);
        List<Slot> slots = new ArrayList<>();
        List<String> bases = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        int run = -1;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.isPlain() || trained == 0) {
                return Optional.empty();
            }
            if (i == 0 || !part.base().equals(parts.get(i - 1).base()) || kinds.contains(part.kind())) {
                kinds.clear();
                run++;
                if (run < trained) {
                    bases.add(part.base());
                } else if (!bases.get(run % trained).equals(part.base())) {
                    return Optional.empty();
                }
            }
            kinds.add(part.kind());
            slots.add(new Slot(entries.get(i), run % trained, part.kind()));
        }
        return (run + 1) % Math.max(1, trained) == 0 ? Optional.of(slots) : Optional.empty();
    }

    /** The slots in the order of the entries; the kinds of Adafactor's follow from their places. */
    private static List<Part> parts(ObjectGraph graph, List<Integer> entries) {
        List<Part> parts = new ArrayList<>(entries.size());
        for (int entry : entries) {
            parts.add(Part.of(graph.node(entry).attributes().get(0).fullName()));
        }
        for (int i = 0; i + 2 < parts.size(); i++) {
            Part rows = parts.get(i);
            String base = parts.get(i + 2).base();
            if (rows.isPlain()
                    && rows.equals(parts.get(i + 1))
                    && parts.get(i + 2).kind().equals(VELOCITY)
                    && (base.equals(rows.base()) || base.endsWith("_" + rows.base()))) {
                parts.set(i, new Part(base, ROWS));
                parts.set(i + 1, new Part(base, COLUMNS));
            }
        }
        // An accumulator of Ftrl has only its kind in the name; it comes before the other slots of its variable.
        for (int i = parts.size() - 2; i >= 0; i--) {
            if (parts.get(i).base().isEmpty()) {
                parts.set(i, new Part(parts.get(i + 1).base(), parts.get(i).kind()));
            }
        }
        return parts;
    }

    /**
     * The full name of a new slot, which names its variable as Keras does.
     *
     * @param owner full name of the variable
     */
    static String fullName(Role.Slot slot, String owner) {
        String kind = slot.kind().name();
        boolean plain = kind.equals(ROWS) || kind.equals(COLUMNS);
        return slot.before().substring(0, slot.before().length() - Optimizers.VARIABLES.length() - 1)
                + (plain ? owner.substring(owner.lastIndexOf('/') + 1) : owner.replace('/', '_') + "_" + kind);
    }
}
