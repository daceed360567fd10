package ckpts.format.optimizer;

import ckpts.checkpoint.SlotKind;
import java.util.OptionalDouble;
import java.util.Set;

/** What optimizers' names for their slots say. */
public final class SlotKinds {
    /** Slots that are weights, too: Keras's {@code use_ema}, and the wrappers of TensorFlow Addons and old Keras 3. */
    private static final Set<String> AVERAGES = Set.of("_model_variables_moving_average", "average");

    private SlotKinds() {}

    /**
     * The kind of this name.
     *
     * @param start the value of every element of a fresh slot of this kind; empty if unknown
     */
    public static SlotKind of(String name, OptionalDouble start) {
        return new SlotKind(name, start, AVERAGES.contains(name));
    }
}
