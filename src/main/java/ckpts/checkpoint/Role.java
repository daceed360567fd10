package ckpts.checkpoint;

import java.util.Objects;
import java.util.OptionalDouble;

/** What a tensor is to the model. Recognized by the format when a checkpoint is opened; edits keep it up to date. */
public sealed interface Role {
    /** A weight, a counter, anything that stands for itself. */
    record Variable() implements Role {}

    /**
     * A tensor that an optimizer keeps for one variable. It follows that variable.
     *
     * @param owner the variable's name
     * @param kind the slot's name in its optimizer: {@code Adam_1}, {@code Momentum}
     * @param before what stands before the owner's name in the slot's name, mostly nothing
     * @param after what stands after it: {@code /Adam_1}
     * @param start the value that every element of a fresh slot of this kind has; empty where the format cannot tell
     */
    record Slot(String owner, String kind, String before, String after, OptionalDouble start) implements Role {
        public Slot {
            Objects.requireNonNull(owner, "owner is null");
        }

        /** The slot's name for a variable of this name. */
        public String nameFor(String variable) {
            return before + variable + after;
        }

        /** The same slot of another variable. */
        public Slot ownedBy(String variable) {
            return new Slot(variable, kind, before, after, start);
        }
    }

    /** A moving average of a weight: a value of its own, used in place of the weight; follows nothing. */
    record Average(String of) implements Role {}

    /** The optimizer's own tensor, of no single variable: beta powers, iterations, learning rate. */
    record OptimizerState(String kind) implements Role {}

    Role VARIABLE = new Variable();

    default boolean isSlot() {
        return this instanceof Slot;
    }

    /** Whether {@code drop optimizer} means this tensor. */
    default boolean isOptimizer() {
        return this instanceof Slot || this instanceof OptimizerState;
    }
}
