package ckpts.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A name below a prefix that was written as a pattern.
 *
 * @param prefix the part that the pattern matched, with the separator after it
 * @param rest the part below it
 * @param captures of the pattern
 */
public record NameBelow(String prefix, String rest, Map<String, String> captures) {
    private static final String REST = "__below_the_prefix";

    public NameBelow {
        captures = Map.copyOf(captures);
    }

    /**
     * The names below a prefix, in their order.
     *
     * @param prefix a pattern that ends with a separator
     * @param bound captures of enclosing scopes and their values
     * @throws PatternException if it is not well formed
     */
    public static List<NameBelow> of(String prefix, Map<String, String> bound, NameSet names) {
        List<NameBelow> below = new ArrayList<>();
        for (Match match : NamePattern.glob(prefix + "{" + REST + ":**}", bound).matches(names)) {
            Map<String, String> captures = new HashMap<>(match.captures());
            captures.remove(REST);
            below.add(new NameBelow(match.before(REST), match.captures().get(REST), captures));
        }
        return below;
    }

    /** The whole name. */
    public String name() {
        return prefix + rest;
    }
}
