package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A convolution and the norm after it, whose names differ only in their kind: both go to the same place. */
final class Partners {
    private static final Set<String> KINDS = Set.of("conv", Vocabulary.BATCH_NORM);

    private final Set<List<List<Token>>> known = new HashSet<>();

    /** @param certain pairs of modules that are known to be the same */
    Partners(List<Pairing.Match> certain) {
        certain.forEach(match -> known.add(List.of(kindless(match.here()), kindless(match.there()))));
    }

    /** The tokens without the last one that distinguishes a convolution from a norm. */
    private static List<Token> kindless(Module module) {
        List<Token> tokens = new ArrayList<>(module.tokens());
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i) instanceof Token.Concept concept && KINDS.contains(concept.name())) {
                tokens.remove(i);
                break;
            }
        }
        // A number counts by its position: the lists of the two kinds are not the same.
        tokens.replaceAll(token -> token instanceof Token.Number number
                ? new Token.Concept(number.index().digits())
                : token instanceof Token.Fold ? new Token.Concept("#") : token);
        return tokens;
    }

    boolean agree(Module here, Module there) {
        return known.contains(List.of(kindless(here), kindless(there)));
    }
}
