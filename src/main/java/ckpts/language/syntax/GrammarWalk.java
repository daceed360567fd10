package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsParser;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Finds how far tokens can be read and what could come at the furthest place, by walking the grammar's automaton along
 * every path at once. A mistake is reported there, in the user's words: where an expression may begin, "an expression" is
 * expected, not each of the forty tokens that can begin one.
 */
final class GrammarWalk {
    private static final ATN AUTOMATON = CkptsParser._ATN;

    private final List<Token> tokens;
    private final Set<ExpectedKind> spoken;
    private final Map<Call, BitSet> ends = new HashMap<>();
    private int furthest;
    private final BitSet types = new BitSet();
    private final Set<ExpectedKind> kinds = EnumSet.noneOf(ExpectedKind.class);

    /** A rule entered at a token; quiet if something larger has been named as expected there. */
    private record Call(int rule, int at, boolean quiet) {}

    private record Place(ATNState state, int at) {}

    /**
     * @param tokens of the default channel
     * @param spoken the kinds that are expected by name, not by the words they begin with
     */
    private GrammarWalk(List<Token> tokens, Set<ExpectedKind> spoken) {
        this.tokens = tokens;
        this.spoken = spoken;
    }

    /**
     * The result of a walk.
     *
     * @param at the index of the furthest token that was reached, one past the last if all were read
     * @param types the token types that could come there
     * @param kinds the larger things that could come there
     */
    record Expected(int at, BitSet types, Set<ExpectedKind> kinds) {
        boolean has(int type) {
            return types.get(type);
        }

        boolean has(ExpectedKind kind) {
            return kinds.contains(kind);
        }
    }

    static Expected from(int rule, List<Token> tokens, Set<ExpectedKind> spoken) {
        GrammarWalk walk = new GrammarWalk(tokens, spoken);
        walk.ends(new Call(rule, 0, false));
        return new Expected(walk.furthest, walk.types, walk.kinds);
    }

    /** The tokens at which a rule that is entered at one can be left. */
    private BitSet ends(Call call) {
        BitSet known = ends.get(call);
        if (known != null) {
            return known;
        }
        BitSet result = new BitSet();
        ends.put(call, result);
        Set<Place> seen = new HashSet<>();
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(AUTOMATON.ruleToStartState[call.rule()], call.at()));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (!seen.add(place)) {
                continue;
            }
            if (place.state() instanceof RuleStopState) {
                result.set(place.at());
                continue;
            }
            for (Transition transition : place.state().getTransitions()) {
                follow(call, place, transition, open);
            }
        }
        return result;
    }

    private void follow(Call call, Place place, Transition transition, Deque<Place> open) {
        int at = place.at();
        boolean quiet = call.quiet() && at == call.at();
        if (transition instanceof RuleTransition rule) {
            ExpectedKind kind = ExpectedKind.of(rule.target.ruleIndex, call.rule());
            boolean speaks = kind != null && spoken.contains(kind);
            if (speaks && !quiet) {
                expect(at, kind);
            }
            BitSet after = ends(new Call(rule.target.ruleIndex, at, quiet || speaks));
            after.stream().forEach(next -> open.push(new Place(rule.followState, next)));
        } else if (transition.isEpsilon()) {
            open.push(new Place(transition.target, at));
        } else if (at < tokens.size() && transition.matches(tokens.get(at).getType(), 1, AUTOMATON.maxTokenType)) {
            open.push(new Place(transition.target, at + 1));
        } else if (!quiet) {
            expect(at, call, transition.label());
        }
    }

    private void expect(int at, Call call, IntervalSet label) {
        reach(at);
        if (at < furthest) {
            return;
        }
        for (int type : label.toList()) {
            if (at > call.at() && ExpectedKind.isOperator(call.rule(), type)) {
                kinds.add(ExpectedKind.OPERATOR);
            } else if (type >= 0) {
                types.set(type);
            }
        }
    }

    private void expect(int at, ExpectedKind kind) {
        reach(at);
        if (at == furthest) {
            kinds.add(kind);
        }
    }

    private void reach(int at) {
        if (at > furthest) {
            furthest = at;
            types.clear();
            kinds.clear();
        }
    }
}
