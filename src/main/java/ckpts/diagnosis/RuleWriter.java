package ckpts.diagnosis;

import ckpts.naming.Match;
import ckpts.naming.NamePath;
import ckpts.naming.NamePattern;
import ckpts.naming.NameSet;
import ckpts.naming.NameTemplate;
import ckpts.naming.PatternException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes many renames as few rules: subtrees that move as a whole by their prefix, the rest one rule per family,
 * similar families as lists. A rule is kept only if, applied to the names of the checkpoint, it makes the intended
 * renames and touches nothing else.
 */
final class RuleWriter {
    private final NameSet names;
    private final Map<String, String> meant;
    private final Set<String> following;
    private final List<Written> written = new ArrayList<>();

    /**
     * A rule with its renames.
     *
     * @param moves old to new name
     */
    record Written(Rule rule, Map<String, String> moves) {}

    /** A rename of a family, split before the segments in which both its names end. */
    private record Draft(UnitPair pair, Rule rule, NamePath from, NamePath to, int common) {
        static Draft of(UnitPair pair) {
            Rule rule = pair.rule(false);
            NamePath from = NamePath.of(masked(rule.pattern()));
            NamePath to = NamePath.of(masked(rule.target()));
            int common = 0;
            int limit = Math.min(from.depth(), to.depth());
            while (common < limit && alike(from, to, common)) {
                common++;
            }
            return new Draft(pair, rule, from, to, common);
        }

        /** Braces hold no separators once ranges are masked. */
        private static String masked(String text) {
            return text.replace(":int}", "}");
        }

        private static boolean alike(NamePath from, NamePath to, int fromEnd) {
            int i = from.depth() - 1 - fromEnd;
            int j = to.depth() - 1 - fromEnd;
            boolean separated = fromEnd == 0
                    || from.separators().charAt(i) == to.separators().charAt(j);
            return separated && from.segments().get(i).equals(to.segments().get(j));
        }

        String fromBeginning(int kept) {
            return captured(from.beginning(from.depth() - kept));
        }

        String toBeginning(int kept) {
            return to.beginning(to.depth() - kept);
        }

        private static String captured(String text) {
            return text.replaceAll("\\{([i-n])\\}", "{$1:int}");
        }
    }

    /**
     * @param names all names of the checkpoint
     * @param meant old to new name for every tensor whose place is known, also where it keeps its name
     * @param following names that follow a tensor of these: slots
     */
    RuleWriter(NameSet names, Map<String, String> meant, Set<String> following) {
        this.names = names;
        this.meant = meant;
        this.following = following;
    }

    /** Rules that together make these renames. */
    List<Written> rules(List<UnitPair> pairs) {
        List<Draft> drafts = new ArrayList<>();
        for (UnitPair pair : pairs) {
            boolean moved = pair.names().entrySet().stream()
                    .anyMatch(name -> !name.getKey().equals(name.getValue()));
            if (moved) {
                drafts.add(Draft.of(pair));
            }
        }
        Map<List<String>, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            groups.computeIfAbsent(
                            List.of(draft.fromBeginning(draft.common()), draft.toBeginning(draft.common())),
                            any -> new ArrayList<>())
                    .add(draft);
        }
        List<Draft> single = new ArrayList<>();
        groups.values().forEach(group -> whole(group, 0, single));
        separately(single);
        return folded(withoutRepeats());
    }

    /** Merges rules that differ in a number, if that has the same effect. */
    private List<Written> folded(List<Written> rules) {
        List<Written> folded = new ArrayList<>();
        List<ListFolding.Side> sides = rules.stream()
                .map(rule -> new ListFolding.Side(rule.rule(), rule.moves()))
                .toList();
        for (ListFolding.Side side : ListFolding.numbered(sides)) {
            Optional<Written> rule = tried(side.rule())
                    .filter(found ->
                            found.moves().keySet().containsAll(side.moves().keySet()));
            if (rule.isPresent()) {
                folded.add(new Written(side.rule(), side.moves()));
            } else {
                rules.stream()
                        .filter(one ->
                                side.moves().keySet().containsAll(one.moves().keySet()))
                        .forEach(folded::add);
            }
        }
        return folded;
    }

    /** The widest first; a rename done by an earlier rule is left out of later ones. */
    private List<Written> withoutRepeats() {
        List<Written> kept = new ArrayList<>();
        Set<String> done = new HashSet<>();
        written.stream()
                .sorted(Comparator.comparingInt((Written rule) -> rule.moves().size())
                        .reversed())
                .forEach(rule -> {
                    Map<String, String> moves = new TreeMap<>(rule.moves());
                    moves.keySet().removeAll(done);
                    if (!moves.isEmpty()) {
                        kept.add(new Written(rule.rule(), moves));
                        done.addAll(moves.keySet());
                    }
                });
        return kept;
    }

    /** One rule for a group that moves as a whole, or for each part of it that does. */
    private void whole(List<Draft> group, int deeper, List<Draft> single) {
        List<Draft> open = new ArrayList<>();
        for (Draft draft : group) {
            (draft.common() - deeper > 0 ? open : single).add(draft);
        }
        if (open.isEmpty()) {
            return;
        }
        Draft first = open.get(0);
        boolean shallow = open.stream().allMatch(draft -> draft.common() - deeper == 1);
        String wildcard = shallow ? "*" : "**";
        int kept = first.common() - deeper;
        Optional<Written> rule =
                tried(new Rule(first.fromBeginning(kept) + wildcard, first.toBeginning(kept) + wildcard));
        if (rule.isPresent() && open.size() > 1) {
            written.add(rule.get());
        } else if (open.size() == 1) {
            single.addAll(open);
        } else {
            Map<String, List<Draft>> parts = new LinkedHashMap<>();
            for (Draft draft : open) {
                parts.computeIfAbsent(draft.fromBeginning(draft.common() - deeper - 1), any -> new ArrayList<>())
                        .add(draft);
            }
            parts.values().forEach(part -> whole(part, deeper + 1, single));
        }
    }

    private void separately(List<Draft> drafts) {
        List<ListFolding.Side> rules = drafts.stream()
                .map(draft -> new ListFolding.Side(draft.rule(), draft.pair().names()))
                .toList();
        for (ListFolding.Side folded : ListFolding.folded(rules)) {
            Optional<Written> rule = tried(folded.rule())
                    .filter(found ->
                            found.moves().keySet().containsAll(folded.moves().keySet()));
            if (rule.isPresent()) {
                written.add(rule.get());
            } else {
                drafts.stream()
                        .filter(draft -> folded.moves()
                                .keySet()
                                .containsAll(draft.pair().names().keySet()))
                        .forEach(draft -> exactly(draft.pair()));
            }
        }
    }

    /** With its numbers listed; if even that touches more, or a name needs it, name by name. */
    private void exactly(UnitPair pair) {
        Optional<Written> rule = tried(pair.rule(true))
                .filter(found -> found.moves().keySet().containsAll(pair.names().keySet()));
        if (rule.isPresent()) {
            written.add(rule.get());
            return;
        }
        pair.names()
                .forEach((from, to) -> written.add(
                        new Written(new Rule(NamePattern.quote(from), NamePattern.quote(to)), Map.of(from, to))));
    }

    /** The renames that a rule makes; empty if they are not the intended ones. */
    private Optional<Written> tried(Rule rule) {
        try {
            NamePattern pattern = NamePattern.glob(rule.pattern());
            NameTemplate target = NameTemplate.parse(rule.target(), pattern);
            Map<String, String> moves = new TreeMap<>();
            for (Match match : pattern.matches(names)) {
                if (following.contains(match.name())) {
                    continue;
                }
                String written = target.expand(match);
                if (!written.equals(meant.get(match.name()))) {
                    return Optional.empty();
                }
                moves.put(match.name(), written);
            }
            return moves.isEmpty() ? Optional.empty() : Optional.of(new Written(rule, moves));
        } catch (PatternException e) {
            return Optional.empty();
        }
    }
}
