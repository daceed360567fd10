package ckpts.naming;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** A name that a pattern matches, with the values of its captures. Immutable. */
public sealed interface Match permits GlobMatch, RegexMatch {
    /** Matches of one pattern: lists and ranges in the order in which they are written, all else in natural order. */
    Comparator<Match> IN_PATTERN_ORDER =
            (left, right) -> left instanceof GlobMatch one && right instanceof GlobMatch other
                    ? one.compareInPatternOrder(other)
                    : NaturalOrder.INSTANCE.compare(left.name(), right.name());

    /** The whole name. */
    String name();

    /**
     * Captures and their values as written in the name, in the order of the pattern; for a regular expression, the
     * named groups of its first occurrence.
     */
    Map<String, String> captures();

    /** The value of a capture; for a regular expression also of a group by its number. */
    Optional<String> capture(String name);

    /**
     * The name with every occurrence of a capture replaced.
     *
     * @throws IllegalArgumentException if the pattern has no such capture
     */
    String replacing(String capture, String text);

    /**
     * The part before the first occurrence of a capture.
     *
     * @throws IllegalArgumentException if the pattern has no such capture
     */
    String before(String capture);
}
