package ckpts.checkpoint;

import java.util.Objects;

/**
 * One executed statement, as provenance names it.
 *
 * @param number 1-based, in the order of execution
 * @param place {@code fix.ckpts:7}
 * @param text the statement in canonical form, on one line
 * @param scope the prefix of its scope; empty outside scopes
 */
public record Step(int number, String place, String text, String scope) {
    /** A step outside scopes. */
    public Step(int number, String place, String text) {
        this(number, place, text, "");
    }

    public Step {
        Objects.requireNonNull(place, "place is null");
        Objects.requireNonNull(text, "text is null");
        Objects.requireNonNull(scope, "scope is null");
    }
}
