package ckpts.language.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the word that a misspelled one was meant to be. */
final class Spelling {
    private Spelling() {}

    /** The nearest candidate, if it is near: at most two letters away, and less than half of the word. */
    static Optional<String> nearest(String word, List<String> candidates) {
        int best = Math.min(3, (word.length() + 1) / 2);
        String nearest = "";
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Letters to insert, delete, replace or swap with their neighbour. */
    private static int distance(String left, String right) {
        int[][] rows = new int[left.length() + 1][right.length() + 1];
        Arrays.setAll(rows[0], j -> j);
        for (int i = 1; i <= left.length(); i++) {
            rows[i][0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int replaced = rows[i - 1][j - 1] + (same ? 0 : 1);
                rows[i][j] = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                if (swapped) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[left.length()][right.length()];
    }
}
