package ckpts.naming;

import java.util.ArrayList;
import java.util.List;

/** Lists every name that lists and ranges stand for. */
final class GlobExpansion {
    private GlobExpansion() {}

    static List<Match> of(List<GlobElement> elements, int limit) {
        long count = 1;
        for (GlobElement element : elements) {
            if (element instanceof GlobElement.Choice choice) {
                count = Math.min(
                        limit + 1L,
                        count * Math.min(limit + 1L, choice.alternatives().size()));
            } else if (!(element instanceof GlobElement.Literal)) {
                throw new PatternException(
                        "wildcards and captures match unknown names: write lists {q,k} and ranges {0..3} only", 0);
            }
        }
        if (count > limit) {
            throw new PatternException("more than " + limit + " names", 0);
        }
        List<Match> matches = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            matches.add(at(elements, index));
        }
        return matches;
    }

    private static Match at(List<GlobElement> elements, long index) {
        String[] parts = new String[elements.size()];
        long rest = index;
        for (int i = elements.size() - 1; i >= 0; i--) {
            if (elements.get(i) instanceof GlobElement.Choice choice) {
                long size = choice.alternatives().size();
                parts[i] = choice.alternatives().at(rest % size);
                rest /= size;
            } else {
                parts[i] = ((GlobElement.Literal) elements.get(i)).text();
            }
        }
        int[] starts = new int[parts.length];
        int[] ends = new int[parts.length];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            starts[i] = at;
            at += parts[i].length();
            ends[i] = at;
        }
        return new GlobMatch(String.join("", parts), elements, starts, ends);
    }
}
