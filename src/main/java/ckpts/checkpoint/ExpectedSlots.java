package ckpts.checkpoint;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Slots that are known from a model, because a checkpoint's format could not recognize them by name. */
public final class ExpectedSlots {
    private ExpectedSlots() {}

    /**
     * A checkpoint in which tensors that are slots in the model are slots, if their variable is there too.
     *
     * @param touched names of tensors to examine, as slots and as variables
     */
    public static Checkpoint marked(Checkpoint checkpoint, Manifest model, Collection<String> touched) {
        Map<String, Entry> slots = new HashMap<>();
        for (String name : touched) {
            model.variable(name).ifPresent(variable -> mark(checkpoint, variable, slots));
            model.slotsOf(name).forEach(variable -> mark(checkpoint, variable, slots));
        }
        return slots.isEmpty() ? checkpoint : checkpoint.replacing(slots);
    }

    private static void mark(Checkpoint checkpoint, Manifest.Expected variable, Map<String, Entry> slots) {
        if (variable.slotOf().isEmpty() || checkpoint.conventions().isEmpty()) {
            return;
        }
        checkpoint
                .entry(variable.name())
                .filter(entry -> entry.role().equals(Role.VARIABLE))
                .filter(entry -> isLike(entry, checkpoint, variable))
                .ifPresent(entry -> checkpoint
                        .conventions()
                        .get()
                        .slot(variable)
                        .ifPresent(slot -> slots.put(entry.name(), entry.withRole(slot))));
    }

    /** A name alone proves little: before later edits, it may belong to something else. */
    private static boolean isLike(Entry entry, Checkpoint checkpoint, Manifest.Expected variable) {
        return checkpoint
                .entry(variable.slotOf().orElseThrow())
                .filter(owner -> owner.role().equals(Role.VARIABLE))
                .filter(owner -> entry.tensor().type().equals(variable.type())
                        || entry.tensor()
                                .type()
                                .shape()
                                .equals(owner.tensor().type().shape()))
                .isPresent();
    }
}
