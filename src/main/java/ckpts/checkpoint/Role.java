package ckpts.checkpoint;

import java.util.Objects;
import java.util.Optional;

/** A tensor's role in the model. Recognized by the format when a checkpoint is opened; edits keep it up to date. */
public sealed interface Role {
    /** A weight, a counter, anything with a value of its own. */
    record Variable() implements Role {}

    /**
     * A tensor that an optimizer keeps for one variable. It follows that variable.
     *
     * @param owner the variable's name
     * @param kind what it is to its optimizer
     * @param before the part before the owner's name in the slot's name, mostly empty
     * @param after the part after it: {@code /Adam_1}
     * @param numbered whether the slot is an entry of a list, {@code before} with a number assigned by the format; it
     *     keeps its name when its variable is renamed
     */
    record Slot(String owner, SlotKind kind, String before, String after, boolean numbered) implements Role {
        public Slot {
            Objects.requireNonNull(owner, "owner is null");
            Objects.requireNonNull(kind, "kind is null");
        }

        @Override
        public Optional<Slot> slot() {
            return Optional.of(this);
        }

        @Override
        public boolean isOptimizer() {
            return true;
        }

        @Override
        public boolean isAverage() {
            return kind.average();
        }

        /** A slot that is named after its variable. */
        public Slot(String owner, SlotKind kind, String before, String after) {
            this(owner, kind, before, after, false);
        }

        /**
         * The slot's name for a variable of this name; for a numbered one, until the format has assigned its number.
         */
        public String nameFor(String variable) {
            return before + variable + after;
        }

        /** Whether a slot of this kind can have this name if it belongs to this variable. */
        public boolean fits(String name, String variable) {
            return numbered
                    ? name.startsWith(before) && name.indexOf('/', before.length()) < 0
                    : nameFor(variable).equals(name);
        }

        /** The same slot of another variable. */
        public Slot ownedBy(String variable) {
            return new Slot(variable, kind, before, after, numbered);
        }

        /** The same slot with another ending of its name. */
        public Slot endingIn(String ending) {
            return new Slot(owner, kind, before, ending, numbered);
        }

        /** The same slot in a list of another name. */
        public Slot listedIn(String list) {
            return new Slot(owner, kind, list, after, numbered);
        }
    }

    /** A moving average of a weight: a value of its own, used in place of the weight; follows nothing. */
    record Average(String of) implements Role {
        @Override
        public Optional<String> averaged() {
            return Optional.of(of);
        }
    }

    /** The optimizer's own tensor, of no single variable: beta powers, iterations, learning rate. */
    record OptimizerState(String kind) implements Role {
        @Override
        public boolean isOptimizer() {
            return true;
        }
    }

    /**
     * A counter that a framework keeps for itself, not part of the model: matched by its exact name only, never
     * counted.
     */
    record Bookkeeping() implements Role {}

    Role VARIABLE = new Variable();
    Role BOOKKEEPING = new Bookkeeping();

    /** It as a slot, if it is one. */
    default Optional<Slot> slot() {
        return Optional.empty();
    }

    default boolean isSlot() {
        return slot().isPresent();
    }

    /** The weight that it is the moving average of, if it is one. */
    default Optional<String> averaged() {
        return Optional.empty();
    }

    /** Whether {@code averages} means this tensor: a model may be used with it in place of the weight. */
    default boolean isAverage() {
        return averaged().isPresent();
    }

    /** Whether {@code drop optimizer} means this tensor. */
    default boolean isOptimizer() {
        return false;
    }
}
