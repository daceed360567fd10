package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.state.Loaded;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code renumber "h.{i:int}.**" [from n]}: closes the gaps in the numbers, in their order, separately for each
 * prefix before {@code {i}}; the first becomes n, 0 by default.
 */
final class RenumberHandler implements Handler<Statement.Renumber> {
    @Override
    public State execute(Statement.Renumber renumber, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(renumber.span());
        Selection selection = new Selection(context);
        String number = number(selection.pattern(renumber.pattern()), renumber);
        List<Selected> selected = selection.names(subject).of(renumber.head());
        long from = renumber.from()
                .map(first -> Evaluator.in(context).whole(first, 0))
                .orElse(0L);
        Map<String, TreeMap<BigInteger, Long>> ranks = new HashMap<>();
        for (Selected one : selected) {
            ranks.computeIfAbsent(match(one).before(number), before -> new TreeMap<>())
                    .put(new BigInteger(match(one).captures().get(number)), 0L);
        }
        ranks.values().forEach(numbers -> {
            requireRoom(from, numbers.size(), renumber);
            long next = from;
            for (Map.Entry<BigInteger, Long> entry : numbers.entrySet()) {
                entry.setValue(next++);
            }
        });
        Map<String, String> names = new LinkedHashMap<>();
        for (Selected one : selected) {
            BigInteger old = new BigInteger(match(one).captures().get(number));
            long rank = ranks.get(match(one).before(number)).get(old);
            names.put(one.name(), match(one).replacing(number, Long.toString(rank)));
        }
        MatchCount.require(renumber.head().expect(), names.size(), Evaluator.in(context));
        names.entrySet().removeIf(renamed -> renamed.getKey().equals(renamed.getValue()));
        return state.with(NameChanges.of(state.workspace(), subject, names, step))
                .saying(new Event.Done(
                        renumber.span(), "renumbered " + MatchCount.withSlots(subject.current(), names.keySet())));
    }

    /** Requires that the numbers fit 64 bits. */
    private static void requireRoom(long from, int count, Statement.Renumber renumber) {
        if (from > Long.MAX_VALUE - count + 1) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_VALUE,
                    renumber.from().orElseThrow().span(),
                    Counted.of(count, "number") + " from " + from + " do not fit in 64 bits"));
        }
    }

    private static Match match(Selected selected) {
        return selected.found().orElseThrow().match();
    }

    private static String number(NamePattern pattern, Statement.Renumber renumber) {
        List<String> numbers =
                pattern.captureNames().stream().filter(pattern::isNumeric).toList();
        if (numbers.size() != 1) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_PATTERN,
                            renumber.pattern().span(),
                            "renumber needs one number in the pattern, found " + numbers.size())
                    .help("write it as a capture: \"layers.{i:int}.**\""));
        }
        return numbers.get(0);
    }
}
