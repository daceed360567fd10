package ckpts.diagnosis;

import java.util.Objects;

/**
 * A rule of a rename as a script has it, quotes apart.
 *
 * @param pattern what is renamed
 * @param target what it is renamed to
 */
public record Rule(String pattern, String target) {
    public Rule {
        Objects.requireNonNull(pattern, "pattern is null");
        Objects.requireNonNull(target, "target is null");
    }
}
