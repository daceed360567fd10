package ckpts.diagnosis;

import ckpts.naming.Match;
import ckpts.naming.NameIndex;
import ckpts.naming.NamePattern;
import ckpts.naming.PatternException;
import ckpts.naming.RenameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Few rules that make these renames and match no other name, whatever else the checkpoint holds: numbers as ranges,
 * words as lists, no wildcards.
 */
final class ExactRules {
    private ExactRules() {}

    /** @param moves old to new name */
    static List<Rule> of(Map<String, String> moves) {
        List<Rule> rules = new ArrayList<>();
        for (ListFolding.Side side : ListFolding.folded(single(moves))) {
            if (does(side)) {
                rules.add(side.rule());
            } else {
                // Two lists whose order differs in the target: one of them at a time.
                ListFolding.ended(single(side.moves())).stream()
                        .flatMap(part -> does(part) ? Stream.of(part) : single(part.moves()).stream())
                        .forEach(part -> rules.add(part.rule()));
            }
        }
        return rules;
    }

    private static List<ListFolding.Side> single(Map<String, String> moves) {
        return moves.entrySet().stream()
                .map(move -> new ListFolding.Side(
                        new Rule(NamePattern.quote(move.getKey()), NamePattern.quote(move.getValue())),
                        Map.of(move.getKey(), move.getValue())))
                .toList();
    }

    /** Whether a rule renames its names as intended: lists pair by position, which a fold may have crossed. */
    private static boolean does(ListFolding.Side side) {
        try {
            RenameRules.Rule rule =
                    RenameRules.Rule.of(side.rule().pattern(), side.rule().target());
            List<Match> matches =
                    rule.pattern().matches(new NameIndex(side.moves().keySet()));
            return matches.size() == side.moves().size()
                    && matches.stream()
                            .allMatch(match -> rule.target()
                                    .expand(match)
                                    .equals(side.moves().get(match.name())));
        } catch (PatternException e) {
            return false;
        }
    }
}
