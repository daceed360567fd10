package ckpts.checkpoint;

import java.util.Objects;

/**
 * One executed statement, as provenance names it.
 *
 * @param number 1-based, in the order of execution
 * @param place {@code fix.ckpts:7}
 * @param text the statement in canonical form, on one line
 */
public record Step(int number, String place, String text) {
    public Step {
        Objects.requireNonNull(place, "place is null");
        Objects.requireNonNull(text, "text is null");
    }
}
