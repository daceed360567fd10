package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A list or range of a pattern with items that match nothing: {@code {0..20}} of twelve layers.
 *
 * <p>Each item is looked up by itself, with any items of the pattern's other lists.
 *
 * @param source as written, with the braces
 * @param unmatched the items that match nothing, consecutive numbers as a range: {@code 12..20}
 * @param count number of items that match nothing
 * @param all number of all items
 */
public record UnmetChoice(String source, String unmatched, long count, long all) {
    /** More words are not listed. */
    private static final int MOST_LISTED = 8;

    /** The lists and ranges of a pattern that its matches do not exhaust, in the order of the pattern. */
    public static List<UnmetChoice> of(NamePattern pattern, Collection<Match> matches) {
        if (!(pattern.matching() instanceof GlobMatching glob)) {
            return List.of();
        }
        List<UnmetChoice> unmet = new ArrayList<>();
        for (int i = 0; i < glob.elements().size(); i++) {
            GlobElement element = glob.elements().get(i);
            GlobElement kind = element instanceof GlobElement.Capture capture ? capture.kind() : element;
            if (kind instanceof GlobElement.Choice choice) {
                Set<String> taken = new LinkedHashSet<>();
                for (Match match : matches) {
                    taken.add(((GlobMatch) match).text(i));
                }
                long all = choice.alternatives().size();
                if (taken.size() < all) {
                    unmet.add(new UnmetChoice(
                            choice.source(), unmatched(choice.alternatives(), taken), all - taken.size(), all));
                }
            }
        }
        return unmet;
    }

    /** {@code 9 of 21 match nothing}. */
    public String label() {
        return count + " of " + all + (count == 1 ? " matches" : " match") + " nothing";
    }

    private static String unmatched(Alternatives alternatives, Set<String> taken) {
        if (alternatives instanceof Alternatives.NumberRange range) {
            return unmatched(range, taken);
        }
        List<String> words = new ArrayList<>();
        for (long i = 0; i < alternatives.size(); i++) {
            String word = alternatives.at(i);
            if (!taken.contains(word)) {
                words.add(word.isEmpty() ? "the empty string" : word);
            }
        }
        return FirstFew.inLine(words, MOST_LISTED);
    }

    /** Only the gaps between the matched items of a range are written out: it may be longer than memory. */
    private static String unmatched(Alternatives.NumberRange range, Set<String> taken) {
        TreeSet<Long> there = new TreeSet<>();
        taken.forEach(text -> there.add(Long.parseLong(text)));
        long low = Math.min(range.first(), range.last());
        long high = Math.max(range.first(), range.last());
        List<String> gaps = new ArrayList<>();
        long next = low;
        for (long number : there) {
            gap(range, next, number - 1, gaps);
            next = number + 1;
        }
        gap(range, next, high, gaps);
        return String.join(", ", gaps);
    }

    private static void gap(Alternatives.NumberRange range, long from, long to, List<String> gaps) {
        if (from <= to) {
            String first = range.at(Math.abs(from - range.first()));
            gaps.add(from == to ? first : first + ".." + range.at(Math.abs(to - range.first())));
        }
    }
}
