package ckpts.ui.cli;

import java.util.Collection;
import java.util.Optional;

/** The word that was probably meant. */
final class Spelling {
    private static final int FARTHEST = 2;

    private Spelling() {}

    /** The nearest of the known words, if one is at most two keystrokes away and not half of the word itself. */
    static Optional<String> nearest(String word, Collection<String> known) {
        String nearest = "";
        int least = Math.min(FARTHEST, word.length() / 2) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Insertions, deletions and replacements from one word to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
