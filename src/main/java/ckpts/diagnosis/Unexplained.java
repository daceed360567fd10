package ckpts.diagnosis;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Names of a difference that no claim explains yet. Immutable.
 *
 * @param wanted names of the model: missing, or of another type
 * @param found names of the checkpoint: unexpected, or of another type
 */
record Unexplained(Set<String> wanted, Set<String> found) {
    Unexplained {
        wanted = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(wanted));
        found = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(found));
    }

    /** Whether all names that a claim explains are open. */
    boolean admits(Explanation claim) {
        return wanted.containsAll(claim.wanted()) && found.containsAll(claim.found());
    }

    Unexplained without(Explanation claim) {
        Set<String> model = new LinkedHashSet<>(wanted);
        Set<String> checkpoint = new LinkedHashSet<>(found);
        model.removeAll(claim.wanted());
        checkpoint.removeAll(claim.found());
        return new Unexplained(model, checkpoint);
    }
}
