package ckpts.diagnosis;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A tensor's role in its module, from the last word of its name and its rank. */
final class LeafRole {
    static final String WEIGHT = "weight";
    static final String SCALE = "scale";
    static final String BIAS = "bias";
    static final String MEAN = "mean";
    static final String VARIANCE = "variance";

    /**
     * Words that name a tensor of a module; for {@code weight} the rank decides between a matrix and a norm's scale.
     */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("kernel", WEIGHT),
            Map.entry("weight", WEIGHT),
            Map.entry("weights", WEIGHT),
            Map.entry("w", WEIGHT),
            Map.entry("embedding", WEIGHT),
            Map.entry("embeddings", WEIGHT),
            Map.entry("filters", WEIGHT),
            Map.entry("gamma", SCALE),
            Map.entry("scale", SCALE),
            Map.entry("g", SCALE),
            Map.entry("bias", BIAS),
            Map.entry("biases", BIAS),
            Map.entry("b", BIAS),
            Map.entry("beta", BIAS),
            Map.entry("offset", BIAS),
            Map.entry("tracked", "count"),
            Map.entry("mean", MEAN),
            Map.entry("var", VARIANCE),
            Map.entry("variance", VARIANCE));

    private LeafRole() {}

    /** The role that a word gives a tensor of some rank; empty for a word that does not name a tensor of a module. */
    static Optional<String> of(String word, int rank) {
        return Optional.ofNullable(WORDS.get(word.toLowerCase(Locale.ROOT))).map(role -> ranked(role, rank));
    }

    /** The role of a tensor whose name has no such word: a table, or a vector. */
    static String unnamed(int rank) {
        return ranked(WEIGHT, rank);
    }

    private static String ranked(String role, int rank) {
        return role.equals(WEIGHT) && rank == 1 ? SCALE : role;
    }
}
