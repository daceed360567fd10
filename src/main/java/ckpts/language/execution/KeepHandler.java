package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import ckpts.state.SlotConflictException;
import ckpts.state.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code keep SELECTOR}: drops everything else, in a scope everything else in it; keeps the slots of what is kept. */
final class KeepHandler implements Handler<Statement.Keep> {
    @Override
    public State execute(Statement.Keep keep, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(keep.span());
        List<String> named = new Selection(context)
                .of(keep.head()).stream().map(Selected::name).toList();
        MatchCount.require(keep.head().expect(), named.size(), Evaluator.in(context));
        Checkpoint checkpoint = subject.current();
        Set<String> kept = Workspace.withSlots(checkpoint, named);
        for (String name : kept) {
            requireOwner(checkpoint, kept, name);
        }
        Set<String> leaving =
                new TreeSet<>(checkpoint.namesLike(context.environment().prefix(), ""));
        leaving.removeAll(kept);
        leaving.removeIf(name -> checkpoint.entry(name).orElseThrow().role().equals(Role.BOOKKEEPING));
        return state.with(state.workspace().dropping(subject.name(), leaving, step))
                .saying(new Event.Done(
                        keep.span(),
                        "kept " + MatchCount.withSlots(named.size(), kept.size() - named.size()) + ", dropped "
                                + MatchCount.tensors(leaving.size()) + " (" + DropHandler.bytes(checkpoint, leaving)
                                + ")"));
    }

    private static void requireOwner(Checkpoint checkpoint, Set<String> kept, String name) {
        Optional<Role.Slot> slot = checkpoint
                .entry(name)
                .map(entry -> entry.role())
                .filter(Role.Slot.class::isInstance)
                .map(Role.Slot.class::cast);
        if (slot.isPresent()
                && checkpoint.contains(slot.get().owner())
                && !kept.contains(slot.get().owner())) {
            throw new SlotConflictException(
                    "\"" + name + "\" is a slot of \"" + slot.get().owner() + "\", which is not kept",
                    "keep the variable too, or leave its slots out of the pattern");
        }
    }
}
