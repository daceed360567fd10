package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.TypeTrouble;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.naming.FirstFew;
import ckpts.state.Loaded;
import ckpts.state.SlotConflictException;
import ckpts.state.Workspace;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorLayout;
import ckpts.tensor.TensorTypeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The common part of all statements that turn tensors into other tensors: removes the sources, places the results, and
 * does the same with slots. For one statement.
 */
final class Recombination {
    /** Number of sources of a group that a message lists. */
    private static final int MOST_LISTED = 12;

    private final Context context;
    private final Loaded subject;
    private final Span place;
    private final List<Selected> selected;
    private final List<Product> made = new ArrayList<>();
    private final List<Diagnostic> remarks = new ArrayList<>();
    private Optional<TensorLayout> layout = Optional.empty();

    /** Computes the result from the values of the sources, in their order. */
    @FunctionalInterface
    interface Composition {
        Tensor of(List<Tensor> sources);
    }

    private record Product(String name, Role role, List<Entry> sources, Composition composition) {}

    Recombination(Statement.Head head, Context context) {
        this.context = context;
        this.place = head.span();
        this.subject = context.subject(place);
        this.selected = DataEdit.selected(head, subject, context);
    }

    /** The selected tensors in the order of the selector's patterns. */
    List<Selected> selected() {
        return selected;
    }

    Entry entry(Selected one) {
        return subject.current().entry(one.name()).orElseThrow();
    }

    Evaluator evaluator(Selected one) {
        return Evaluator.forSelected(context, subject, one);
    }

    void make(String name, List<Entry> sources, Composition composition) {
        made.add(new Product(name, Role.VARIABLE, sources, composition));
    }

    /** Adds a diagnostic that is reported with what was done. */
    void remark(Diagnostic diagnostic) {
        remarks.add(diagnostic);
    }

    /** Declares this layout for the results. */
    Recombination declaring(TensorLayout layout) {
        this.layout = Optional.of(layout);
        return this;
    }

    /** The state without the sources and with the results. */
    State apply(State state, Step step, String participle) {
        Checkpoint checkpoint = subject.current();
        List<Entry> placed = new ArrayList<>();
        Map<String, List<String>> landing = new TreeMap<>();
        Set<String> leaving = new LinkedHashSet<>();
        List<InputId> used = new ArrayList<>();
        int slots = 0;
        for (Product one : made) {
            List<Product> all = new ArrayList<>(List.of(one));
            all.addAll(slots(one, checkpoint));
            slots += all.size() - 1;
            for (Product part : all) {
                placed.add(placed(part, step));
                landing.computeIfAbsent(part.name(), name -> new ArrayList<>())
                        .add(part.sources().get(0).name());
                for (Entry source : part.sources()) {
                    leaving.add(source.name());
                    source.holds().ifPresent(used::add);
                }
            }
        }
        checkpoint.aliases().forEach((alias, name) -> {
            if (leaving.contains(name)) {
                remark(Diagnostic.warning(
                                Code.REMARK,
                                place,
                                "the alias \"" + alias + "\" of \"" + name + "\" is removed with it")
                        .help("to keep it, tie the result to it; to confirm its removal, write before: untie \"" + alias
                                + "\""));
            }
        });
        Workspace without = state.workspace().consuming(subject.name(), leaving, step);
        Workspace.requireFree(without.checkpoint(subject.name()).orElseThrow().current(), landing);
        Map<Tensor, TensorLayout> declared = new HashMap<>();
        layout.ifPresent(known -> placed.forEach(entry -> declared.put(entry.tensor(), known)));
        State done = state.with(without.placing(subject.name(), placed, step)
                        .using(used, step)
                        .declaring(declared))
                .saying(new Event.Done(
                        place,
                        participle + " " + MatchCount.withSlots(selected.size(), leaving.size() - selected.size())
                                + " into " + MatchCount.withSlots(made.size(), slots)));
        for (Diagnostic remark : remarks) {
            done = done.saying(new Event.Reported(place, remark));
        }
        return done;
    }

    private Entry placed(Product made, Step step) {
        Entry first = made.sources().get(0);
        List<Tensor> values = made.sources().stream().map(Entry::tensor).toList();
        Tensor value = located(made.sources(), () -> made.composition().of(values));
        return Entry.made(made.name(), value, made.role(), step).after(first);
    }

    /** The slots of the result: one of each kind that its sources have. */
    private List<Product> slots(Product variable, Checkpoint checkpoint) {
        Map<Role.Slot, List<Entry>> kinds = new LinkedHashMap<>();
        for (Entry source : variable.sources()) {
            List<Entry> own = checkpoint.slotsOf(source.name()).stream()
                    .map(slot -> checkpoint.entry(slot).orElseThrow())
                    .toList();
            SlotChanges.requireShapes(own, source);
            for (Entry slot : own) {
                Role.Slot role = (Role.Slot) slot.role();
                kinds.computeIfAbsent(role.ownedBy(variable.name()), kind -> new ArrayList<>())
                        .add(slot);
            }
        }
        List<Product> slots = new ArrayList<>();
        kinds.forEach((kind, entries) -> {
            if (entries.size() != variable.sources().size()) {
                throw new SlotConflictException(
                        "not all of the " + variable.sources().size() + " tensors that become \"" + variable.name()
                                + "\" have a `" + kind.kind().name() + "` slot, only \""
                                + String.join("\", \"", owners(entries)) + "\": it cannot follow",
                        "drop the optimizer's tensors first: drop slots");
            }
            slots.add(new Product(kind.nameFor(variable.name()), kind, entries, variable.composition()));
        });
        return slots;
    }

    /** Adds to a type error which tensors it is about. */
    <T> T located(List<Entry> sources, Supplier<T> action) {
        try {
            return action.get();
        } catch (TensorTypeException e) {
            Entry first = sources.get(0);
            String label = sources.size() == 1
                    ? DataEdit.label(first)
                    : "\"" + first.name() + "\" is number 1 of " + sources.size();
            throw new StatementException(TypeTrouble.at(place, e)
                    .labelled(label)
                    .detailed(sources.size() == 1 ? List.of() : numbered(sources)));
        }
    }

    private static List<String> owners(List<Entry> slots) {
        return slots.stream()
                .limit(MOST_LISTED)
                .map(slot -> ((Role.Slot) slot.role()).owner())
                .toList();
    }

    private static List<String> numbered(List<Entry> sources) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            lines.add((i + 1) + "  " + DataEdit.label(sources.get(i)));
        }
        return FirstFew.of(lines, MOST_LISTED);
    }
}
