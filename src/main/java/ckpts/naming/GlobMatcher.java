package ckpts.naming;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to match a name: the leftmost part matches the longest text that lets the rest match.
 *
 * <p>Without repeated captures a part that failed at a position always fails there, so each pair is tried once and the
 * cost is polynomial. A repeated capture makes the outcome depend on earlier bindings, hence the limit on steps.
 */
final class GlobMatcher {
    private static final int MAX_STEPS = 1_000_000;

    private final List<GlobElement> elements;
    private final boolean repeats;
    private final String name;
    private final int[] starts;
    private final int[] ends;
    private final BitSet failed = new BitSet();
    private int steps;

    GlobMatcher(List<GlobElement> elements, boolean repeats, String name) {
        this.elements = elements;
        this.repeats = repeats;
        this.name = name;
        this.starts = new int[elements.size()];
        this.ends = new int[elements.size()];
    }

    /** @throws PatternException if the pattern needs too many steps for this name */
    Optional<Match> match() {
        return matches(0, 0) ? Optional.of(new GlobMatch(name, elements, starts, ends)) : Optional.empty();
    }

    private boolean matches(int element, int from) {
        if (element == elements.size()) {
            return from == name.length();
        }
        int state = element * (name.length() + 1) + from;
        if (!repeats && failed.get(state)) {
            return false;
        }
        GlobElement part = elements.get(element);
        int end = part instanceof GlobElement.Repeat repeat ? repeated(repeat, from) : part.longest(name, from);
        while (end >= 0) {
            if (++steps > MAX_STEPS) {
                throw new PatternException(
                        "too many ways to match a name of " + name.length()
                                + " characters: use fewer wildcards or repeated captures",
                        0);
            }
            starts[element] = from;
            ends[element] = end;
            if (matches(element + 1, end)) {
                return true;
            }
            end = part.shorter(name, from, end);
        }
        failed.set(state);
        return false;
    }

    private int repeated(GlobElement.Repeat repeat, int from) {
        int length = ends[repeat.first()] - starts[repeat.first()];
        return name.regionMatches(starts[repeat.first()], name, from, length) ? from + length : -1;
    }
}
