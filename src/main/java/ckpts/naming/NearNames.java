package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What may have been meant by a pattern that matches nothing.
 *
 * <p>A pattern and a name are laid side by side by segments; what it takes to make them fit (another case, another
 * separator, a prefix, a few letters) is the price, and the cheapest patterns are offered with what they match.
 * Nothing is offered when nothing is close. Costs one pass over the names, each pair of segments compared once.
 */
public final class NearNames {
    private static final int MAX_NAMES = 200_000;
    private static final int MAX_SUGGESTIONS = 3;
    private static final int MAX_SHOWN = 3;

    private NearNames() {}

    /** Why a suggestion differs from what was written. */
    public enum Kind {
        CASE,
        SEPARATOR,
        /** The names have more in front. */
        PREFIX,
        /** The pattern has more in front. */
        SURPLUS,
        SPELLING
    }

    /**
     * A pattern that matches something.
     *
     * @param kind what differs, the weightiest if it is more than one thing
     * @param pattern as in a script, without quotes
     * @param names what it matches, at least one, in natural order
     * @param prefix what was added or left out in front, with its separator; else empty
     */
    public record Suggestion(Kind kind, String pattern, List<String> names, String prefix) {
        public Suggestion {
            names = List.copyOf(names);
        }

        /** {@code "model/dense_1/*" matches 2 (kernel, bias): write that, or ...}. */
        public String sentence() {
            String quoted = "\"" + pattern + "\"";
            boolean literal = NamePattern.glob(pattern).isLiteral();
            String matches = literal ? quoted + " exists" : quoted + " matches " + names.size() + " (" + shown() + ")";
            return switch (kind) {
                case CASE -> matches + ": upper and lower case differ";
                case SEPARATOR -> matches + ": segments end with another character here";
                case PREFIX ->
                    prefix.isEmpty()
                            ? matches
                            : matches + ": write that, or put this line in  scope \""
                                    + prefix.substring(0, prefix.length() - 1) + "\" { ... }";
                case SURPLUS -> matches + ": the names here do not begin with " + prefix;
                case SPELLING ->
                    "did you mean " + quoted + "?"
                            + (literal ? "" : " it matches " + names.size() + " (" + shown() + ")");
            };
        }

        /** What of the names the pattern leaves open, a few of them. */
        private String shown() {
            String fixed = NamePattern.glob(pattern).literalPrefix();
            String start = fixed.substring(0, Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf('.')) + 1);
            String shown = names.stream()
                    .limit(MAX_SHOWN)
                    .map(name -> name.substring(start.length()))
                    .collect(Collectors.joining(", "));
            return names.size() > MAX_SHOWN ? shown + ", ..." : shown;
        }
    }

    /** The nearest patterns, best first, at most three; empty if nothing is close or the pattern is a regular expression. */
    public static List<Suggestion> of(NamePattern pattern, Collection<String> names) {
        if (pattern.isRegex()) {
            return List.of();
        }
        SegmentAlignment alignment = new SegmentAlignment(pattern.source());
        Map<String, SegmentAlignment.Fit> best = new HashMap<>();
        Map<String, List<String>> matched = new LinkedHashMap<>();
        int seen = 0;
        for (String name : names) {
            if (++seen > MAX_NAMES) {
                break;
            }
            alignment.fit(name).ifPresent(fit -> {
                best.merge(fit.pattern(), fit, (left, right) -> left.cost() <= right.cost() ? left : right);
                matched.computeIfAbsent(fit.pattern(), key -> new ArrayList<>()).add(name);
            });
        }
        List<SegmentAlignment.Fit> fits = new ArrayList<>(best.values());
        fits.sort(Comparator.comparingInt(SegmentAlignment.Fit::cost)
                .thenComparing(fit -> -matched.get(fit.pattern()).size())
                .thenComparing(SegmentAlignment.Fit::pattern, NaturalOrder.INSTANCE));
        return suggestions(fits, matched, pattern.source());
    }

    private static List<Suggestion> suggestions(
            List<SegmentAlignment.Fit> fits, Map<String, List<String>> matched, String source) {
        if (fits.isEmpty()) {
            return List.of();
        }
        int cheapest = fits.get(0).cost();
        List<SegmentAlignment.Fit> close = fits.stream()
                .filter(fit -> fit.cost() < cheapest + SegmentAlignment.SLIP)
                .filter(fit -> fit.kind() == fits.get(0).kind())
                .toList();
        if (close.size() > MAX_SUGGESTIONS && fits.get(0).kind() == Kind.PREFIX) {
            return anywhere(close, matched, source);
        }
        return close.stream()
                .limit(MAX_SUGGESTIONS)
                .map(fit -> new Suggestion(fit.kind(), fit.pattern(), sorted(matched.get(fit.pattern())), fit.prefix()))
                .toList();
    }

    /** Many prefixes would do: one pattern for all of them. */
    private static List<Suggestion> anywhere(
            List<SegmentAlignment.Fit> close, Map<String, List<String>> matched, String source) {
        List<String> all = new ArrayList<>();
        close.forEach(fit -> all.addAll(matched.get(fit.pattern())));
        String prefix = close.get(0).prefix();
        String pattern = "**" + prefix.charAt(prefix.length() - 1) + source;
        List<String> names =
                NamePattern.glob(pattern).matches(all).stream().map(Match::name).toList();
        return names.isEmpty() ? List.of() : List.of(new Suggestion(Kind.PREFIX, pattern, sorted(names), ""));
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(NaturalOrder.INSTANCE).toList();
    }

    /** The word of these that one may have meant; empty if none is close. A difference in case alone wins. */
    public static Optional<String> nearestWord(String word, Collection<String> words) {
        return words.stream()
                .filter(candidate -> Spelling.isNear(word, candidate))
                .min(Comparator.<String>comparingInt(candidate -> candidate.equalsIgnoreCase(word) ? 0 : 1)
                        .thenComparingInt(candidate -> Spelling.distance(
                                word.toLowerCase(Locale.ROOT),
                                candidate.toLowerCase(Locale.ROOT),
                                Spelling.tolerance(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
