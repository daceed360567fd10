package ckpts.naming;

import java.util.ArrayList;
import java.util.List;

/** Long lists cut short, for messages. */
public final class FirstFew {
    private FirstFew() {}

    /** The first lines, and {@code and 3 more} for the others, if there are others. */
    public static List<String> of(List<String> lines, int most) {
        if (lines.size() <= most) {
            return List.copyOf(lines);
        }
        List<String> few = new ArrayList<>(lines.subList(0, most));
        few.add("and " + (lines.size() - most) + " more");
        return List.copyOf(few);
    }

    /** {@code a, b and 3 more}: the first words, and the number of the others, if there are others. */
    public static String inLine(List<String> words, int most) {
        String few = String.join(", ", words.subList(0, Math.min(most, words.size())));
        return words.size() <= most ? few : few + " and " + (words.size() - most) + " more";
    }
}
