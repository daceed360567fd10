package ckpts.naming;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A compiled regular expression. Immutable. */
final class RegexMatching implements NamePattern.Matching {
    private static final int MAX_LENGTH = 1000;

    /** Repetitions multiply when nested, and the engine unrolls them: what they may come to. */
    private static final long MAX_UNROLLED = 10_000;

    private final Pattern pattern;
    private final Map<String, Integer> groupNames;
    private final String prefix;

    private RegexMatching(Pattern pattern, String prefix) {
        this.pattern = pattern;
        this.prefix = prefix;
        this.groupNames = new LinkedHashMap<>();
        pattern.namedGroups().entrySet().stream()
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .forEach(group -> groupNames.put(group.getKey(), group.getValue()));
    }

    static RegexMatching compile(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new PatternException(
                    "a regular expression of " + source.length() + " characters: at most " + MAX_LENGTH
                            + " are allowed",
                    0);
        }
        requireFewRepetitions(source);
        try {
            return new RegexMatching(Pattern.compile(source), literalStart(source));
        } catch (PatternSyntaxException e) {
            int place = e.getPattern() == null ? -1 : source.indexOf(e.getPattern());
            throw new PatternException("regular expression: " + e.getDescription(), Math.max(0, place));
        }
    }

    /** Counts as if all repetitions were nested: an upper bound that no sensible expression reaches. */
    private static void requireFewRepetitions(String source) {
        java.util.regex.Matcher counts = java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}")
                .matcher(source);
        long unrolled = source.length();
        while (counts.find()) {
            String last = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            unrolled *= Math.max(1, Long.parseLong(last));
            if (unrolled > MAX_UNROLLED * source.length()) {
                throw new PatternException(
                        "regular expression: repetitions that may come to more than " + MAX_UNROLLED + " copies",
                        counts.start());
            }
        }
    }

    /** The literal text behind a leading {@code ^}: it lets a rule touch only the names that begin so. */
    private static String literalStart(String source) {
        if (!source.startsWith("^") || source.indexOf('|') >= 0) {
            return "";
        }
        StringBuilder literal = new StringBuilder();
        int at = 1;
        while (at < source.length()) {
            char c = source.charAt(at);
            int length = 1;
            if (c == '\\' && at + 1 < source.length() && "./_-*+?()[]{}$^\\".indexOf(source.charAt(at + 1)) >= 0) {
                c = source.charAt(at + 1);
                length = 2;
            } else if ("\\.*+?()[]{}$^".indexOf(c) >= 0) {
                break;
            }
            at += length;
            if (at < source.length() && "*?{+".indexOf(source.charAt(at)) >= 0) {
                break;
            }
            literal.append(c);
        }
        return literal.toString();
    }

    @Override
    public Optional<Match> match(String name) {
        Matcher matcher = pattern.matcher(name);
        List<RegexMatch.Occurrence> occurrences = new ArrayList<>();
        while (matcher.find()) {
            int[] starts = new int[matcher.groupCount() + 1];
            int[] ends = new int[matcher.groupCount() + 1];
            for (int group = 0; group < starts.length; group++) {
                starts[group] = matcher.start(group);
                ends[group] = matcher.end(group);
            }
            occurrences.add(new RegexMatch.Occurrence(starts, ends));
        }
        return occurrences.isEmpty() ? Optional.empty() : Optional.of(new RegexMatch(name, groupNames, occurrences));
    }

    /** The number that a capture in a target is; empty if it is none, or more than any expression has groups. */
    static OptionalInt groupNumber(String capture) {
        return capture.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(capture)) : OptionalInt.empty();
    }

    int groupCount() {
        return pattern.groupCount();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public String suffix() {
        return "";
    }

    @Override
    public Set<String> segments() {
        return Set.of();
    }

    @Override
    public Set<String> captureNames() {
        return groupNames.keySet();
    }

    @Override
    public boolean isNumeric(String capture) {
        return false;
    }
}
