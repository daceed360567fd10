package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.Expect;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.FirstFew;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.StatedOrder;
import ckpts.naming.UnstatedOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Several tensors that become one: those for which the target gives the same name are a group, in the order that the
 * selector states by its patterns, lists, ranges and numbers. An order that is not stated is an error, and so is a
 * missing name among those that are stated, unless the statement says how many there are.
 */
final class Gathering {
    /** Number of names that a message lists. */
    private static final int MOST_LISTED = 12;

    /**
     * The relation of the tensors of a group to each other.
     *
     * @param open whether there may be any number of them, which a statement may give
     * @param listed puts their names into the order in which a message proposes to list them
     */
    record Members(boolean open, UnaryOperator<List<String>> listed) {
        /** They follow each other. */
        static final Members IN_A_ROW = new Members(true, UnaryOperator.identity());
    }

    private final Recombination recombination;
    private final Members members;
    private final Span place;
    private final Context context;
    private final Map<String, List<Selected>> groups = new LinkedHashMap<>();

    private Gathering(Recombination recombination, Members members, Span place, Context context) {
        this.recombination = recombination;
        this.members = members;
        this.place = place;
        this.context = context;
    }

    /** @throws StatementException if the order in a group is not stated, or a group lacks tensors */
    static Gathering of(Statement.Head head, StringLiteral target, Context context, Members members) {
        Selector selector = head.selector();
        Gathering gathering = new Gathering(new Recombination(head, context), members, selector.span(), context);
        Targets targets = Targets.gathering(target, context);
        if (gathering.recombination.selected().isEmpty()) {
            targets.requireSuited(selector);
        }
        for (Selected one : ordered(gathering.recombination.selected())) {
            gathering
                    .groups
                    .computeIfAbsent(targets.of(one, selector.span()), any -> new ArrayList<>())
                    .add(one);
        }
        boolean counted = head.expect().filter(Expect::each).isPresent();
        gathering.groups.forEach((name, group) -> gathering.requireStated(name, group, targets, counted));
        head.expect().ifPresent(gathering::require);
        return gathering;
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

    private void requireStated(String name, List<Selected> group, Targets targets, boolean counted) {
        Map<NamePattern, List<Selected>> byPattern = new IdentityHashMap<>();
        for (Selected one : group) {
            byPattern
                    .computeIfAbsent(one.found().orElseThrow().pattern(), pattern -> new ArrayList<>())
                    .add(one);
        }
        Set<String> names = new HashSet<>(group.stream().map(Selected::name).toList());
        byPattern.forEach((pattern, some) -> {
            StatedOrder order = new StatedOrder(
                    pattern,
                    targets.template(some.get(0)),
                    some.stream().map(one -> one.found().orElseThrow().match()).toList());
            order.unstated().ifPresent(unstated -> {
                throw unordered(name, some, unstated);
            });
            order.missing(names::contains).filter(missing -> !counted).ifPresent(missing -> {
                throw lacking(name, missing, group.size());
            });
        });
    }

    private StatementException unordered(String name, List<Selected> some, UnstatedOrder unstated) {
        Diagnostic problem = Diagnostic.error(
                        Code.BAD_PATTERN,
                        place,
                        "the order of the " + some.size() + " tensors that become \"" + name + "\" is ambiguous")
                .labelled("they differ in " + unstated.part() + ", which gives no order")
                .detailed(names(some));
        Set<String> taken = new HashSet<>(context.environment().variableNames());
        taken.addAll(context.environment().captures().keySet());
        return new StatementException(unstated.stated(members.listed().apply(unstated.matched()), taken)
                .map(source -> problem.help("write "
                        + (unstated.isOfNumbers() ? "a capture of the numbers" : "a list in the intended order")
                        + ": \"" + relative(source) + "\""))
                .orElseGet(() -> problem.help("write the patterns one by one, or a list, in the intended order")));
    }

    /** A pattern as it is written in its scope. */
    private String relative(String source) {
        String prefix = NamePattern.quote(context.environment().prefix());
        return source.startsWith(prefix) ? source.substring(prefix.length()) : "/" + source;
    }

    private static List<String> names(List<Selected> selected) {
        return FirstFew.of(
                selected.stream().map(one -> "\"" + one.name() + "\"").toList(), MOST_LISTED);
    }

    private StatementException lacking(String name, String missing, int found) {
        Diagnostic problem = Diagnostic.error(
                        Code.WRONG_COUNT,
                        place,
                        "there is no \"" + missing + "\" among the " + MatchCount.tensors(found) + " that become \""
                                + name + "\"")
                .labelled("found " + found);
        return new StatementException(
                members.open()
                        ? problem.help("if that is intended, say how many tensors each target is made of: expect "
                                + found + " each")
                        : problem);
    }

    private void require(Expect expect) {
        Span number = expect.count().span();
        if (expect.each()) {
            require(Evaluator.in(context).whole(expect.count(), 0), number);
            return;
        }
        long expected = Evaluator.in(context).whole(expect.count(), 0);
        int touched = recombination.selected().size();
        if (expected != touched) {
            boolean ofGroups = groups.values().stream().allMatch(group -> group.size() == expected);
            Diagnostic problem = MatchCount.wrong(number, expected, touched);
            throw new StatementException(
                    ofGroups
                            ? problem.help(
                                    "each target is made of that many: write `expect " + number.text() + " each`")
                            : problem);
        }
    }

    /** @throws StatementException if a group has another number of tensors */
    void require(long expected, Span number) {
        groups.forEach((name, group) -> {
            if (group.size() != expected) {
                Diagnostic problem = Diagnostic.error(
                                Code.WRONG_COUNT,
                                number,
                                "expected " + MatchCount.tensors(expected) + " for each target, \"" + name + "\" has "
                                        + group.size())
                        .labelled("found " + group.size())
                        .detailed(names(group));
                throw new StatementException(
                        members.open() ? problem.help(MatchCount.correction(group.size()) + " each") : problem);
            }
        });
    }

    /** The names of each group, in its order. */
    Map<String, List<String>> groups() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        groups.forEach((target, group) ->
                names.put(target, group.stream().map(Selected::name).toList()));
        return names;
    }

    Recombination made(Recombination.Composition composition) {
        groups.forEach((name, group) -> {
            List<Entry> sources = group.stream().map(recombination::entry).toList();
            recombination.make(name, sources, composition);
        });
        return recombination;
    }
}
