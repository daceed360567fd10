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
 * Suggestions for a pattern that matches nothing.
 *
 * <p>A pattern and a name are aligned by segments; each change needed to make them fit (another case, another
 * separator, a prefix, a few letters) has a price, and the cheapest patterns are offered with the names that they
 * match. Nothing is offered when nothing is close. Costs one pass over the names, each pair of segments compared once.
 */
public final class NearNames {
    private static final int MAX_NAMES = 200_000;
    private static final int MAX_SUGGESTIONS = 3;
    private static final int MAX_SHOWN = 3;

    private NearNames() {}

    /** The ways in which a suggestion differs from the pattern as written. */
    public enum Kind {
        /** No difference, but the names are elsewhere. */
        NOTHING,
        CASE,
        SEPARATOR,
        /** The names have segments in front that the pattern lacks. */
        PREFIX,
        /** The pattern has segments in front that the names lack. */
        SURPLUS,
        /** The names have more segments where the pattern ends. */
        DEEPER,
        /** The names have more segments where the pattern has a {@code *}. */
        SPREAD,
        SPELLING
    }

    /**
     * A pattern that matches something.
     *
     * @param kind the main difference
     * @param pattern the pattern that would have matched
     * @param names the names that it matches, at least one, in natural order
     * @param prefix the prefix that was added or left out, with its separator; else empty
     */
    public record Suggestion(Kind kind, NamePattern pattern, List<String> names, String prefix) {
        public Suggestion {
            names = List.copyOf(names);
        }

        /** {@code "model/dense_1/*" matches 2 (kernel, bias): write that, or ...}. */
        public String sentence() {
            return sentence("");
        }

        /** As {@link #sentence()}, for a pattern with something in front: the {@code /} of an absolute one. */
        public String sentence(String lead) {
            return switch (kind) {
                case NOTHING, DEEPER -> matches(lead);
                case CASE -> matches(lead) + ": upper and lower case differ";
                case SEPARATOR -> matches(lead) + ": the names here have another separator";
                case PREFIX ->
                    prefix.isEmpty() || !lead.isEmpty()
                            ? matches(lead)
                            : matches(lead) + ": write that, or put this line in  scope \""
                                    + prefix.substring(0, prefix.length() - 1) + "\" { ... }";
                case SURPLUS -> matches(lead) + ": the names here do not begin with " + prefix;
                case SPREAD -> matches(lead) + ": * stays within one segment";
                case SPELLING ->
                    "did you mean " + quoted(lead) + "?"
                            + (pattern.isLiteral() ? "" : " it matches " + names.size() + " (" + shown() + ")");
            };
        }

        private String matches(String lead) {
            return quoted(lead) + (pattern.isLiteral() ? " exists" : " matches " + names.size() + " (" + shown() + ")");
        }

        private String quoted(String lead) {
            return "\"" + lead + pattern.source() + "\"";
        }

        /** The parts of the names that the pattern leaves open, a few of them. */
        private String shown() {
            String fixed = pattern.literalPrefix();
            String start = fixed.substring(0, NamePath.lastStart(fixed));
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
        Optional<Suggestion> deeper = deeper(pattern, names);
        if (deeper.isPresent()) {
            return List.of(deeper.get());
        }
        List<Suggestion> aligned = aligned(pattern, names);
        // A star at the beginning of the pattern matches the segments that are missing in front.
        boolean open = pattern.source().startsWith("*") && aligned.stream().anyMatch(one -> one.kind() == Kind.PREFIX);
        return aligned.isEmpty() || open ? spread(pattern, names).map(List::of).orElse(aligned) : aligned;
    }

    /** Suggestion for a pattern that ends too early: the same with more segments. */
    private static Optional<Suggestion> deeper(NamePattern pattern, Collection<String> names) {
        String source = pattern.source();
        if (source.endsWith("**")) {
            return Optional.empty();
        }
        if (NamePath.endsSegment(source)) {
            return matching(Kind.DEEPER, pattern.rewritten(source + "**"), names);
        }
        if (source.equals("*") || source.endsWith("/*") || source.endsWith(".*")) {
            return matching(Kind.SPREAD, pattern.rewritten(source + "*"), names);
        }
        return matching(Kind.DEEPER, pattern.rewritten(source + "/**"), names)
                .or(() -> matching(Kind.DEEPER, pattern.rewritten(source + ".**"), names));
    }

    /** Suggestion with {@code **} for each {@code *} that is a whole segment. */
    private static Optional<Suggestion> spread(NamePattern pattern, Collection<String> names) {
        String spread = pattern.source().replaceAll("(?<![^/.])\\*(?![^/.])", "**");
        return spread.equals(pattern.source())
                ? Optional.empty()
                : matching(Kind.SPREAD, pattern.rewritten(spread), names);
    }

    private static Optional<Suggestion> matching(Kind kind, NamePattern pattern, Collection<String> names) {
        List<String> matched = pattern.matches(names).stream().map(Match::name).toList();
        return matched.isEmpty() ? Optional.empty() : Optional.of(new Suggestion(kind, pattern, sorted(matched), ""));
    }

    /** The pattern unchanged, if it matches some of these names: they were not searched. */
    public static Optional<Suggestion> unchanged(NamePattern pattern, Collection<String> names) {
        return matching(Kind.NOTHING, pattern, names);
    }

    private static List<Suggestion> aligned(NamePattern pattern, Collection<String> names) {
        SegmentAlignment alignment = new SegmentAlignment(pattern);
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
        return suggestions(fits, matched, pattern);
    }

    private static List<Suggestion> suggestions(
            List<SegmentAlignment.Fit> fits, Map<String, List<String>> matched, NamePattern pattern) {
        if (fits.isEmpty()) {
            return List.of();
        }
        int cheapest = fits.get(0).cost();
        List<SegmentAlignment.Fit> close = fits.stream()
                .filter(fit -> fit.cost() < cheapest + SegmentAlignment.TYPO)
                .filter(fit -> fit.kind() == fits.get(0).kind())
                .toList();
        if (close.size() > MAX_SUGGESTIONS && fits.get(0).kind() == Kind.PREFIX) {
            return anywhere(close, matched, pattern);
        }
        return close.stream()
                .limit(MAX_SUGGESTIONS)
                .map(fit -> new Suggestion(
                        fit.kind(), pattern.rewritten(fit.pattern()), sorted(matched.get(fit.pattern())), fit.prefix()))
                .toList();
    }

    /** Suggestion for names with many prefixes: one pattern for all of them. */
    private static List<Suggestion> anywhere(
            List<SegmentAlignment.Fit> close, Map<String, List<String>> matched, NamePattern pattern) {
        List<String> all = new ArrayList<>();
        close.forEach(fit -> all.addAll(matched.get(fit.pattern())));
        String prefix = close.get(0).prefix();
        NamePattern wide = pattern.rewritten("**" + prefix.charAt(prefix.length() - 1) + pattern.source());
        return matching(Kind.PREFIX, wide, all).stream().toList();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(NaturalOrder.INSTANCE).toList();
    }

    /** The most similar of these words; empty if none is close. A difference in case alone wins. */
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
