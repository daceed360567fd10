package ckpts.diagnosis;

import java.util.Objects;

/**
 * A rule of a rename as in a script, without quotes.
 *
 * @param pattern the old name
 * @param target the new name
 */
public record Rule(String pattern, String target) {
    public Rule {
        Objects.requireNonNull(pattern, "pattern is null");
        Objects.requireNonNull(target, "target is null");
    }
}
