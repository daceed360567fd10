package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Text;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Several tensors that become one: those for which the target comes to the same name are a group, in the order of the
 * patterns, of the lists in them, then of the texts that captures and wildcards took, numbers by value.
 */
final class Gathering {
    /** Longer numbers are not counted: they are no indices. */
    private static final int MOST_DIGITS = 18;

    private final Recombination recombination;
    private final Map<String, List<Entry>> groups = new LinkedHashMap<>();
    /** Name of a group to capture to the numbers that it took. */
    private final Map<String, Map<String, TreeSet<Long>>> numbers = new LinkedHashMap<>();

    private Gathering(Recombination recombination) {
        this.recombination = recombination;
    }

    /** @throws StatementException if a group has not as many tensors as is expected */
    static Gathering of(
            Selector selector,
            boolean optional,
            String verb,
            Text target,
            Optional<Expression> expect,
            Span place,
            Context context) {
        Gathering gathering = new Gathering(new Recombination(selector, optional, verb, place, context));
        Targets targets = Targets.gathering(target, context);
        for (Selected one : ordered(gathering.recombination.selected())) {
            String name = targets.of(one, selector.span());
            gathering.groups.computeIfAbsent(name, any -> new ArrayList<>()).add(gathering.recombination.entry(one));
            gathering.count(name, one);
        }
        if (expect.isPresent()) {
            gathering.require(
                    Evaluator.in(context).whole(expect.get()), expect.get().span());
        } else {
            gathering.tellGaps(place);
        }
        return gathering;
    }

    /** Numbers that captures took are counted: what is missing among them is missing in what is made. */
    private void count(String name, Selected one) {
        one.captures().forEach((capture, text) -> {
            if (text.length() <= MOST_DIGITS
                    && one.found().orElseThrow().pattern().isNumeric(capture)) {
                numbers.computeIfAbsent(name, any -> new LinkedHashMap<>())
                        .computeIfAbsent(capture, any -> new TreeSet<>())
                        .add(Long.parseLong(text));
            }
        });
    }

    private void tellGaps(Span place) {
        numbers.forEach((name, captures) -> captures.forEach((capture, taken) -> {
            if (taken.last() - taken.first() != taken.size() - 1) {
                long missing = taken.first();
                while (taken.contains(missing)) {
                    missing++;
                }
                recombination.tell(Diagnostic.warning(
                                Code.REMARK,
                                place,
                                "\"" + name + "\" is made of {" + capture + "} from " + taken.first() + " to "
                                        + taken.last() + ", and there is no " + missing)
                        .note("if that is as it should be, say how many there are: expect "
                                + groups.get(name).size()));
            }
        }));
    }

    private static List<Selected> ordered(List<Selected> selected) {
        Map<NamePattern, Integer> patterns = new IdentityHashMap<>();
        selected.forEach(one -> one.found().ifPresent(found -> patterns.putIfAbsent(found.pattern(), patterns.size())));
        Comparator<Selected.Found> order = Comparator.<Selected.Found>comparingInt(
                        found -> patterns.get(found.pattern()))
                .thenComparing(Selected.Found::match, Match.IN_PATTERN_ORDER);
        return selected.stream()
                .sorted(Comparator.comparing(one -> one.found().orElse(null), Comparator.nullsFirst(order)))
                .toList();
    }

    /** @throws StatementException if a group has another number of tensors */
    void require(long expected, Span place) {
        groups.forEach((name, sources) -> {
            if (sources.size() != expected) {
                throw new StatementException(Diagnostic.error(
                                Code.WRONG_COUNT,
                                place,
                                "expected " + Touched.tensors(expected) + " for each target, \"" + name + "\" has "
                                        + sources.size())
                        .labelled("found " + sources.size())
                        .help(Touched.correction(sources.size()))
                        .detailed(sources.stream().map(Entry::name).toList()));
            }
        });
    }

    Recombination made(Recombination.Composition composition) {
        groups.forEach((name, sources) -> recombination.make(name, sources, composition));
        return recombination;
    }
}
