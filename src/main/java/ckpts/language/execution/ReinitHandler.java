package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.language.syntax.Syntax;
import ckpts.naming.NamePattern;
import ckpts.state.Loaded;
import ckpts.state.SlotConflictException;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code reinit S [with INIT] [shape [...]] [dtype D]}: S names tensors of the subject and variables of the manifest.
 * Shape, element type and initializer default to the manifest's; the slots of a variable are reinitialized with it.
 */
final class ReinitHandler implements Handler<Statement.Reinit> {
    @Override
    public State execute(Statement.Reinit reinit, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(reinit.span());
        Checkpoint checkpoint = subject.current();
        List<Selected> selected = selected(reinit, context, checkpoint);
        MatchCount.require(reinit.head().expect(), selected.size(), Evaluator.in(context));
        Map<String, Entry> placed = new LinkedHashMap<>();
        List<InputId> used = new ArrayList<>();
        for (Selected one : selected) {
            Evaluator evaluator = Evaluator.forSelected(context, subject, one);
            Optional<Manifest.Expected> expected =
                    context.manifest(Optional.empty()).flatMap(manifest -> manifest.variable(one.name()));
            Optional<Entry> old = checkpoint.entry(one.name());
            TensorType type = type(reinit, evaluator, old, expected);
            Role role = old.map(Entry::role).orElseGet(() -> role(expected, checkpoint));
            if (old.isEmpty() && role instanceof Role.Slot slot) {
                requireApart(one.name(), slot, checkpoint, context.manifest(Optional.empty()));
            }
            Tensor value = value(reinit, evaluator, one.name(), type, role, expected);
            placed.put(one.name(), Entry.made(one.name(), value, role, step));
            used.addAll(InputUses.of(evaluator));
            if (reinit.head().slots() != SlotChoice.WITHOUT) {
                restartSlots(checkpoint, one.name(), type.shape(), step, placed);
            }
        }
        return state.with(state.workspace()
                        .placing(subject.name(), placed.values(), step)
                        .using(used, step))
                .saying(new Event.Done(
                        reinit.span(),
                        "reinitialized " + MatchCount.withSlots(selected.size(), placed.size() - selected.size())));
    }

    private static List<Selected> selected(Statement.Reinit reinit, Context context, Checkpoint checkpoint) {
        List<Selected> matched = new Selection(context).withManifest(reinit.head());
        boolean slotsToo = reinit.selector().asks("is_slot");
        List<Selected> kept = matched.stream()
                .filter(one -> slotsToo || !isSlot(one, context, checkpoint))
                .toList();
        if (kept.isEmpty() && !matched.isEmpty() && !reinit.head().optional()) {
            throw DataEdit.onlySlots(reinit.selector());
        }
        return kept;
    }

    /** Whether this is a slot; {@code reinit missing}, not a pattern, makes slots that only the model has. */
    private static boolean isSlot(Selected one, Context context, Checkpoint checkpoint) {
        boolean ofModel = one.found().isPresent()
                && context.manifest(Optional.empty())
                        .flatMap(manifest -> manifest.variable(one.name()))
                        .flatMap(Manifest.Expected::slotOf)
                        .isPresent();
        return checkpoint.entry(one.name()).map(entry -> entry.role().isSlot()).orElse(ofModel);
    }

    private static TensorType type(
            Statement.Reinit reinit, Evaluator evaluator, Optional<Entry> old, Optional<Manifest.Expected> expected) {
        Optional<TensorType> known = expected.map(Manifest.Expected::type)
                .or(() -> old.map(entry -> entry.tensor().type()));
        Shape shape = reinit.shape()
                .map(evaluator::shape)
                .orElseGet(() -> known.orElseThrow().shape());
        DType dtype = reinit.dtype()
                .map(evaluator::dtype)
                .orElseGet(() -> known.orElseThrow().dtype());
        return new TensorType(dtype, shape);
    }

    /** The role of a tensor that only the manifest has: by the format, else by the checkpoint's slots of the same kind. */
    private static Role role(Optional<Manifest.Expected> expected, Checkpoint checkpoint) {
        if (expected.isEmpty() || expected.get().slotOf().isEmpty()) {
            return Role.VARIABLE;
        }
        String owner = expected.get().slotOf().get();
        String name = expected.get().name();
        Optional<Role.Slot> known = checkpoint.conventions().flatMap(state -> state.slot(expected.get()));
        if (known.isPresent()) {
            return known.get();
        }
        for (Entry entry : checkpoint.entries()) {
            if (entry.role() instanceof Role.Slot slot && slot.fits(name, owner)) {
                return slot.ownedBy(owner);
            }
        }
        return Role.VARIABLE;
    }

    /** Refuses a second slot of a kind for a tensor of two names, where the model has two variables, each with a slot. */
    private static void requireApart(String name, Role.Slot made, Checkpoint checkpoint, Optional<Manifest> manifest) {
        String owner = checkpoint.aliases().getOrDefault(made.owner(), made.owner());
        Optional<String> other = checkpoint.slotsOf(owner).stream()
                .filter(slot -> checkpoint.entry(slot).orElseThrow().role() instanceof Role.Slot known
                        && known.numbered()
                        && known.before().equals(made.before())
                        && known.kind().equals(made.kind()))
                .findFirst();
        if (!made.numbered() || other.isEmpty()) {
            return;
        }
        Map<String, String> tied = new TreeMap<>();
        checkpoint.aliases().forEach((alias, tensor) -> {
            boolean apart = manifest.filter(model -> model.variable(alias).isPresent())
                    .flatMap(model -> model.variable(tensor))
                    .isPresent();
            if (apart) {
                tied.put(alias, tensor);
            }
        });
        Optional<String> second = tied.keySet().stream()
                .filter(alias -> tied.get(alias).equals(owner))
                .findFirst();
        if (second.isPresent()) {
            throw new SlotConflictException(
                    "\"" + name + "\" cannot be created beside \"" + other.get() + "\": \"" + owner + "\" and \""
                            + second.get() + "\" are one tensor here, but separate variables in the model",
                    "separate what is separate in the model, before this statement: "
                            + tied.keySet().stream()
                                    .map(alias -> "untie \"" + alias + "\"")
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static Tensor value(
            Statement.Reinit reinit,
            Evaluator evaluator,
            String name,
            TensorType type,
            Role role,
            Optional<Manifest.Expected> expected) {
        if (reinit.initializer().isEmpty()
                && role instanceof Role.Slot slot
                && slot.kind().start().isPresent()) {
            return SlotChanges.started(name, slot, type);
        }
        boolean given = reinit.initializer().isPresent()
                || expected.flatMap(Manifest.Expected::initializer).isPresent();
        if (!given && expected.flatMap(Manifest.Expected::slotOf).isPresent()) {
            // A weight's start value would be a wrong guess, and go unnoticed.
            throw new SlotConflictException(
                    "the start value of the slot \"" + name + "\" is not known",
                    "write it: reinit \"" + NamePattern.quote(name) + "\" where is_slot with zeros()");
        }
        Tensor value = reinit.initializer().isPresent()
                ? evaluator.tensor(reinit.initializer().get(), Optional.of(type))
                : unwritten(reinit, evaluator, type, expected.flatMap(Manifest.Expected::initializer));
        if (!value.type().equals(type)) {
            throw new StatementException(Diagnostic.error(
                    Code.TYPE_MISMATCH,
                    reinit.initializer().map(Expression::span).orElse(reinit.span()),
                    "\"" + name + "\" must be " + type + ", the value is " + value.type()));
        }
        return value;
    }

    /** The value of an initializer that is not in the script: its errors are reported at the statement. */
    private static Tensor unwritten(
            Statement.Reinit reinit, Evaluator evaluator, TensorType type, Optional<String> fromManifest) {
        String initializer = fromManifest.orElse("default()");
        try {
            return evaluator.tensor(parsed(initializer), Optional.of(type));
        } catch (StatementException e) {
            String source = fromManifest.isPresent() ? "is the manifest's initializer" : "is used where none is given";
            throw new StatementException(e.diagnostics().stream()
                    .map(diagnostic -> diagnostic.at(reinit.span()).note("`" + initializer + "` " + source))
                    .toList());
        }
    }

    private static Expression parsed(String initializer) {
        SourceText source = new SourceText("initializer", "print " + initializer, Optional.empty());
        Syntax.Parsed parsed = Syntax.parse(source);
        if (parsed.diagnostics().isEmpty()
                && parsed.script().statements().size() == 1
                && parsed.script().statements().get(0) instanceof Statement.Print print) {
            return print.value();
        }
        throw new StatementException(Diagnostic.error(
                Code.BAD_ARGUMENT, "the manifest's initializer `" + initializer + "` is not an expression"));
    }

    private static void restartSlots(
            Checkpoint checkpoint, String variable, Shape shape, Step step, Map<String, Entry> placed) {
        Shape owners = checkpoint
                .entry(variable)
                .map(entry -> entry.tensor().type().shape())
                .orElse(shape);
        for (String slotName : checkpoint.slotsOf(variable)) {
            Entry slot = checkpoint.entry(slotName).orElseThrow();
            Shape own = slot.tensor().type().shape();
            TensorType type = new TensorType(slot.tensor().type().dtype(), own.equals(owners) ? shape : own);
            Tensor started = SlotChanges.started(slotName, (Role.Slot) slot.role(), type);
            placed.putIfAbsent(slotName, Entry.made(slotName, started, slot.role(), step));
        }
    }
}
