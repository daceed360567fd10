package ckpts.naming;

import java.util.Locale;

/** Edit distances of words. */
public final class Spelling {
    private Spelling() {}

    /**
     * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; {@code limit + 1}
     * if more than {@code limit}. Costs the product of limit and length.
     */
    public static int distance(String left, String right, int limit) {
        if (Math.abs(left.length() - right.length()) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int least = fill(left, right, i, limit, beforeLast, last, row);
            if (least > limit) {
                return limit + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return Math.min(last[right.length()], limit + 1);
    }

    /** One row of the table within the band that the limit allows; its minimum. */
    private static int fill(String left, String right, int i, int limit, int[] beforeLast, int[] last, int[] row) {
        int from = Math.max(1, i - limit);
        int to = Math.min(right.length(), i + limit);
        java.util.Arrays.fill(row, limit + 1);
        row[0] = Math.min(i, limit + 1);
        int least = from == 1 ? row[0] : limit + 1;
        for (int j = from; j <= to; j++) {
            boolean equal = left.charAt(i - 1) == right.charAt(j - 1);
            int cost = Math.min(last[j - 1] + (equal ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
            boolean swapped = i > 1
                    && j > 1
                    && left.charAt(i - 1) == right.charAt(j - 2)
                    && left.charAt(i - 2) == right.charAt(j - 1);
            if (swapped) {
                cost = Math.min(cost, beforeLast[j - 2] + 1);
            }
            row[j] = Math.min(cost, limit + 1);
            least = Math.min(least, row[j]);
        }
        return least;
    }

    /**
     * The number of errors up to which a word of this length counts as a typo: one in three characters, at most four.
     */
    public static int tolerance(String word) {
        return Math.min(4, word.length() / 3);
    }

    /** Whether one word may be a typo of the other; a word of one or two characters never is, except for its case. */
    public static boolean isNear(String left, String right) {
        return left.equalsIgnoreCase(right)
                || distance(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT), tolerance(left))
                        <= tolerance(left);
    }
}
