package ckpts.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a diagnosis says it can explain.
 *
 * @param finding what is told, with its reason and repair
 * @param wanted names of the model that it explains
 * @param found names of the checkpoint that it explains
 * @param moves old to new name of the variables that its certain repair renames
 */
record Claim(Finding finding, Set<String> wanted, Set<String> found, Map<String, String> moves) {
    Claim {
        wanted = Set.copyOf(wanted);
        found = Set.copyOf(found);
        moves = Map.copyOf(moves);
    }

    static Claim ofModel(Finding finding, List<String> wanted) {
        return new Claim(finding, Set.copyOf(wanted), Set.of(), Map.of());
    }

    static Claim ofCheckpoint(Finding finding, List<String> found) {
        return new Claim(finding, Set.of(), Set.copyOf(found), Map.of());
    }

    Claim with(Finding other) {
        return new Claim(other, wanted, found, moves);
    }
}
