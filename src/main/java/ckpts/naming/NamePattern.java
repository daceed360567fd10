package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A quoted name with wildcards and captures, or a regular expression. Immutable, thread-safe.
 *
 * <p>In a glob, {@code /} and {@code .} end a segment and match only themselves. {@code *} is zero or more characters
 * of one segment, {@code ?} one character, {@code [a-z]} one of a class ({@code [!a-z]} one outside it);
 * {@code **}{@code /} and {@code /**}{@code /} are zero or more segments, a final {@code /**} one or more, {@code **}
 * alone everything, and the same with dots. {@code {q,k,v}} is a list, {@code {0..11}} a range (both may be mixed:
 * {@code {0..3,7}}), {@code {x}} a capture of one or more characters of a segment, {@code {x:**}} of several segments,
 * {@code {x:int}} of digits without a sign, {@code {x:0..11}} and {@code {x:q|k|v}} of one of a range or list. A
 * capture has the same value wherever it appears. The leftmost part matches the longest text.
 *
 * <p>Leading zeros: {@code {x:int}} matches them and keeps them as text ({@code 007}), arithmetic in a target uses the
 * number (7). A range matches numbers as it writes them: {@code {0..11}} does not match {@code 07}, {@code {00..11}}
 * does.
 *
 * <p>A regular expression (RE2 syntax) is found, not anchored. Matching is polynomial in the lengths of pattern and
 * name; with repeated captures a limit on steps stops what is not.
 */
public final class NamePattern {
    private final String source;
    private final Map<String, String> bound;
    private final Matching matching;

    /** The operations that differ between globs and regular expressions. */
    sealed interface Matching permits GlobMatching, RegexMatching {
        Optional<Match> match(String name);

        String prefix();

        String suffix();

        Set<String> segments();

        Set<String> captureNames();

        boolean isNumeric(String capture);
    }

    private NamePattern(String source, Map<String, String> bound, Matching matching) {
        this.source = source;
        this.bound = bound;
        this.matching = matching;
    }

    /**
     * Reads a quoted name with wildcards, its escapes not yet decoded.
     *
     * @throws PatternException if it is not well formed
     */
    public static NamePattern glob(String text) {
        return glob(text, Map.of());
    }

    /**
     * Reads a quoted name with wildcards inside a scope.
     *
     * @param bound captures of enclosing scopes and their values: {@code {i}} inserts the value, {@code {i+1}} the next
     *     number
     * @throws PatternException if it is not well formed
     */
    public static NamePattern glob(String text, Map<String, String> bound) {
        return new NamePattern(text, Map.copyOf(bound), new GlobMatching(GlobCompiler.compile(text, bound)));
    }

    /**
     * Reads a regular expression.
     *
     * @param source the text between the slashes, {@code \/} not decoded
     * @throws PatternException if it is not well formed
     */
    public static NamePattern regex(String source) {
        return new NamePattern(source, Map.of(), RegexMatching.compile(source));
    }

    /** A pattern that matches exactly this name, even the empty one, which a glob in a script never means. */
    public static NamePattern literal(String name) {
        return name.isEmpty()
                ? new NamePattern("", Map.of(), new GlobMatching(List.of(new GlobElement.Literal(""))))
                : glob(quote(name));
    }

    /** Escapes a text so that it is literal in a pattern or target. */
    public static String quote(String literal) {
        StringBuilder quoted = new StringBuilder(literal.length() + 8);
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if ("*?[]{}$\"\\".indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** The match of a name; empty if it does not match. */
    public Optional<Match> match(String name) {
        return matching.match(name);
    }

    /** The matches among these names, sorted by name; costs only the names that begin and end like the pattern. */
    public List<Match> matches(NameSet names) {
        if (isLiteral()) {
            return names.contains(literalText()) ? matches(List.of(literalText())) : List.of();
        }
        return matches(names.namesLike(literalPrefix(), literalSuffix()));
    }

    /** The matches among these names, in their order. */
    public List<Match> matches(Collection<String> names) {
        List<Match> matches = new ArrayList<>();
        for (String name : names) {
            match(name).ifPresent(matches::add);
        }
        return matches;
    }

    /**
     * All names that a pattern of plain text, lists and ranges stands for; the last list varies fastest.
     *
     * @param limit maximum number of names
     * @throws PatternException if it has wildcards or captures, or stands for more names
     */
    public List<Match> expansion(int limit) {
        if (matching instanceof GlobMatching glob) {
            return GlobExpansion.of(glob.elements(), limit);
        }
        throw new PatternException("a regular expression is not a list of names", 0);
    }

    /** The beginning of every name that it matches. */
    public String literalPrefix() {
        return matching.prefix();
    }

    /** The end of every name that it matches. */
    public String literalSuffix() {
        return matching.suffix();
    }

    /** Whole segments that every matching name has; for some patterns none are known. */
    public Set<String> literalSegments() {
        return matching.segments();
    }

    /** Whether it is a glob that matches exactly one name. */
    public boolean isLiteral() {
        return matching instanceof GlobMatching glob && glob.isLiteral();
    }

    /**
     * The one name that it matches, escapes decoded.
     *
     * @throws IllegalStateException if it is not literal
     */
    public String literalText() {
        if (!isLiteral()) {
            throw new IllegalStateException(this + " has wildcards");
        }
        return literalPrefix();
    }

    public boolean isRegex() {
        return matching instanceof RegexMatching;
    }

    /** The names of its captures, or of its named groups, in order. */
    public Set<String> captureNames() {
        return matching.captureNames();
    }

    /** Whether a capture matches numbers only: {@code {x:int}} and ranges. */
    public boolean isNumeric(String capture) {
        return matching.isNumeric(capture);
    }

    Matching matching() {
        return matching;
    }

    /** Another text as a pattern of the same scope. */
    public NamePattern rewritten(String text) {
        return glob(text, bound);
    }

    /** The pattern as in a script, without quotes or slashes. */
    public String source() {
        return source;
    }

    /** The pattern as in a script: {@code "dense_1/*"}, {@code /^h\./}. */
    @Override
    public String toString() {
        return isRegex() ? "/" + source + "/" : "\"" + source + "\"";
    }
}
