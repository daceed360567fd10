package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.TypeTrouble;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The common part of all statements that change values: the variables they select, a new value for each, and one for
 * each of its slots. Slots are selected themselves only by {@code where is_slot}.
 */
final class DataEdit {
    private final Context context;
    private final Loaded subject;
    private final Span place;
    private final List<Selected> selected;
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final List<InputId> used = new ArrayList<>();

    /** A new value for a variable. */
    @FunctionalInterface
    interface Change {
        Tensor of(Entry entry, Evaluator evaluator);
    }

    /** A new value for a slot of a changed variable; empty if it stays as it is. */
    @FunctionalInterface
    interface SlotChange {
        Optional<Tensor> of(Entry slot, Role.Slot role, Entry variable, Tensor changed, Evaluator evaluator);

        /**
         * Checks the slots of a variable before any of them changes.
         *
         * @param slots all slots of the variable
         * @throws ckpts.state.SlotConflictException if they cannot follow it
         */
        default void require(List<Entry> slots, Entry variable) {}
    }

    DataEdit(Statement.Head head, Context context) {
        this.context = context;
        this.place = head.span();
        this.subject = context.subject(place);
        this.selected = selected(head, subject, context);
        MatchCount.require(head.expect(), selected.size(), Evaluator.in(context));
    }

    /** The tensors that a statement on data selects: no slots, unless its condition mentions them. */
    static List<Selected> selected(Statement.Head head, Loaded subject, Context context) {
        Selector selector = head.selector();
        if (selector.from().isPresent()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            selector.span(),
                            head.verb() + " works on the subject, `" + subject.name() + "`")
                    .help("copy the tensors first: copy ... from "
                            + selector.from().get().text() + " -> ..."));
        }
        List<Selected> matched = new Selection(context).of(head);
        if (selector.asks("is_slot")) {
            return matched;
        }
        List<Selected> variables = matched.stream()
                .filter(one -> !subject.current()
                        .entry(one.name())
                        .orElseThrow()
                        .role()
                        .isSlot())
                .toList();
        if (variables.isEmpty() && !matched.isEmpty() && !head.optional()) {
            throw onlySlots(selector);
        }
        return variables;
    }

    /** The error for a selector that leaves nothing but slots, and does not say that it means them. */
    static StatementException onlySlots(Selector selector) {
        return new StatementException(
                Diagnostic.error(Code.NO_MATCH, selector.span(), "only slots match; slots follow their variable")
                        .help("to change slots alone, add: where is_slot"));
    }

    private Entry entry(String name) {
        return subject.current().entry(name).orElseThrow();
    }

    /** The number of tensors that the statement selects. */
    int selected() {
        return selected.size();
    }

    /** Whether the patterns of the statement capture something that its value may use. */
    boolean captures() {
        return selected.stream().anyMatch(one -> !one.captures().isEmpty());
    }

    /** A fact about each selected tensor, by its name; nothing is changed. */
    <T> Map<String, T> each(BiFunction<Entry, Evaluator, T> question) {
        Map<String, T> answers = new LinkedHashMap<>();
        for (Selected one : selected) {
            Entry entry = entry(one.name());
            Evaluator evaluator = Evaluator.forSelected(context, subject, one);
            answers.put(one.name(), located(entry, () -> question.apply(entry, evaluator)));
        }
        return answers;
    }

    /** Decides the new values; nothing is changed yet. */
    DataEdit changing(Change change, SlotChange slotChange) {
        for (Selected one : selected) {
            Entry entry = entry(one.name());
            Evaluator evaluator = Evaluator.forSelected(context, subject, one);
            Tensor changed = located(entry, () -> change.of(entry, evaluator));
            values.put(entry.name(), changed);
            used.addAll(InputUses.of(evaluator));
            List<Entry> slots = subject.current().slotsOf(entry.name()).stream()
                    .map(this::entry)
                    .toList();
            slotChange.require(slots, entry);
            for (Entry slot : slots) {
                located(slot, () -> slotChange.of(slot, (Role.Slot) slot.role(), entry, changed, evaluator))
                        .ifPresent(value -> values.putIfAbsent(slot.name(), value));
            }
        }
        return this;
    }

    /** Moves the elements of each tensor, and those of its slots alike. */
    DataEdit moving(BiFunction<Tensor, Evaluator, Tensor> move) {
        return changing(
                (entry, evaluator) -> move.apply(entry.tensor(), evaluator),
                SlotChanges.moved((slot, role, variable, changed, evaluator) -> move.apply(slot.tensor(), evaluator)));
    }

    /** Adds to a type error which tensor it is about. */
    private <T> T located(Entry entry, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (TensorTypeException e) {
            throw new StatementException(TypeTrouble.at(place, e).labelled(label(entry)));
        } catch (StatementException e) {
            throw new StatementException(e.diagnostics().stream()
                    .map(problem -> isOfTypes(problem) ? problem.labelled(label(entry)) : problem)
                    .toList());
        }
    }

    private static boolean isOfTypes(Diagnostic problem) {
        return problem.label().isEmpty() && (problem.code() == Code.TYPE_MISMATCH || problem.code() == Code.BAD_VALUE);
    }

    static String label(Entry entry) {
        return "\"" + entry.name() + "\" is " + entry.tensor().type();
    }

    /** The state with the new values. */
    State apply(State state, Step step, String participle) {
        return report(
                state.with(
                        state.workspace().changing(subject.name(), values, step).using(used, step)),
                participle);
    }

    /** The state with a report of what was done; the values stay as they were. */
    State report(State state, String participle) {
        return state.saying(new Event.Done(
                place, participle + " " + MatchCount.withSlots(selected.size(), values.size() - selected.size())));
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }
}
