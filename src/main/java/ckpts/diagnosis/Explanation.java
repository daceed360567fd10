package ckpts.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A diagnosis's claim to explain some names.
 *
 * @param finding what is reported, with its cause and repair
 * @param wanted names of the model that it explains
 * @param found names of the checkpoint that it explains
 * @param moves old to new name of the variables that its certain repair renames
 */
record Explanation(Finding finding, Set<String> wanted, Set<String> found, Map<String, String> moves) {
    Explanation {
        wanted = Set.copyOf(wanted);
        found = Set.copyOf(found);
        moves = Map.copyOf(moves);
    }

    static Explanation ofModel(Finding finding, List<String> wanted) {
        return new Explanation(finding, Set.copyOf(wanted), Set.of(), Map.of());
    }

    static Explanation ofCheckpoint(Finding finding, List<String> found) {
        return new Explanation(finding, Set.of(), Set.copyOf(found), Map.of());
    }

    Explanation with(Finding other) {
        return new Explanation(other, wanted, found, moves);
    }
}
