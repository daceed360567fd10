package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Rules of one rename, applied at once: the first rule that matches a name renames it, and no rule sees the result of
 * another. Immutable, thread-safe.
 *
 * <p>A rule costs only the names that begin and end like its pattern, so a thousand rules over a hundred thousand names
 * are cheap unless many of them begin and end with wildcards.
 */
public final class RenameRules {
    private final List<Rule> rules;

    /** A pattern and the target that was read for it. */
    public record Rule(NamePattern pattern, NameTemplate target) {
        public Rule {
            Objects.requireNonNull(pattern, "pattern is null");
            Objects.requireNonNull(target, "target is null");
        }

        /** @throws PatternException if either is not well formed */
        public static Rule of(String pattern, String target) {
            NamePattern source = NamePattern.glob(pattern);
            return new Rule(source, NameTemplate.parse(target, source));
        }
    }

    /**
     * Several tensors that would have the same name.
     *
     * @param target the name
     * @param sources the tensors that would have it, sorted; including the target itself if it exists and keeps its
     *     name
     */
    public record Collision(String target, List<String> sources) {
        public Collision {
            sources = List.copyOf(sources);
        }
    }

    /**
     * The effect of the rules on a set of names.
     *
     * @param renames old name to new name, sorted, for every name that a rule matched, even if both are equal
     * @param matched per rule the names that it decides, sorted
     * @param shadowed per rule the names that it matches and an earlier rule decides, sorted
     * @param collisions all collisions, sorted by target; names cannot be changed while there are any
     */
    public record Outcome(
            Map<String, String> renames,
            List<List<String>> matched,
            List<List<String>> shadowed,
            List<Collision> collisions) {}

    public RenameRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public List<Rule> rules() {
        return rules;
    }

    /**
     * Applies the rules to these names.
     *
     * @throws RuleException if a target cannot be written for a name
     */
    public Outcome apply(Collection<String> names) {
        return apply(new NameIndex(names));
    }

    /** Thrown if a rule's target cannot be written for a name; has the rule. */
    public static final class RuleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int rule;
        private final int offset;

        RuleException(int rule, PatternException cause) {
            super(cause.getMessage(), cause);
            this.rule = rule;
            this.offset = cause.offset();
        }

        /** The rule's index. */
        public int rule() {
            return rule;
        }

        /** UTF-16 offset in the rule's target. */
        public int offset() {
            return offset;
        }
    }

    /**
     * Applies the rules to these names.
     *
     * @throws RuleException if a target cannot be written for a name
     */
    public Outcome apply(NameSet names) {
        Map<String, String> renames = new TreeMap<>();
        List<List<String>> matched = new ArrayList<>();
        List<List<String>> shadowed = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            List<String> decided = new ArrayList<>();
            List<String> taken = new ArrayList<>();
            for (Match match : rules.get(i).pattern().matches(names)) {
                if (renames.containsKey(match.name())) {
                    taken.add(match.name());
                } else {
                    renames.put(match.name(), expand(i, match));
                    decided.add(match.name());
                }
            }
            matched.add(List.copyOf(decided));
            shadowed.add(List.copyOf(taken));
        }
        return new Outcome(
                java.util.Collections.unmodifiableMap(renames),
                List.copyOf(matched),
                List.copyOf(shadowed),
                collisions(renames, names));
    }

    private String expand(int rule, Match match) {
        try {
            return rules.get(rule).target().expand(match);
        } catch (PatternException e) {
            throw new RuleException(rule, e);
        }
    }

    private static List<Collision> collisions(Map<String, String> renames, NameSet names) {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        for (Map.Entry<String, String> rename : renames.entrySet()) {
            sources.computeIfAbsent(rename.getValue(), target -> new ArrayList<>())
                    .add(rename.getKey());
        }
        Map<String, Collision> collisions = new TreeMap<>();
        sources.forEach((target, from) -> {
            boolean stays = names.contains(target) && !renames.containsKey(target);
            if (stays) {
                from.add(target);
                from.sort(null);
            }
            if (from.size() > 1) {
                collisions.put(target, new Collision(target, from));
            }
        });
        return List.copyOf(collisions.values());
    }
}
