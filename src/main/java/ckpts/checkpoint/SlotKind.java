package ckpts.checkpoint;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a slot is to its optimizer.
 *
 * @param name in the optimizer: {@code Adam_1}, {@code Momentum}
 * @param start the value of every element of a fresh slot of this kind; empty if the format does not know it
 * @param average whether it is a moving average of its variable: a weight, too, which may be used in place of it
 */
public record SlotKind(String name, OptionalDouble start, boolean average) {
    public SlotKind {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(start, "start is null");
    }

    /** A kind that is no average. */
    public SlotKind(String name, OptionalDouble start) {
        this(name, start, false);
    }
}
