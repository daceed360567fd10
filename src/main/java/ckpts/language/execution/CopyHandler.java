package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.state.Loaded;
import ckpts.state.SlotConflictException;
import ckpts.state.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code copy SELECTOR [from A] -> T}: slots are copied too within one checkpoint, across checkpoints only {@code
 * with slots}.
 */
final class CopyHandler implements Handler<Statement.Copy> {
    @Override
    public State execute(Statement.Copy copy, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(copy.span());
        Selection selection = new Selection(context);
        Loaded source = selection.checkpoint(copy.selector());
        LeadingPart.forbid(
                copy.selector(),
                copy.target(),
                "copy",
                source.current(),
                state.environment().prefix());
        List<Selected> selected = selection.of(copy.head());
        MatchCount.require(copy.head().expect(), selected.size(), Evaluator.in(context));
        Targets targets = Targets.renaming(copy.target(), context);
        if (selected.isEmpty()) {
            targets.requireSuited(copy.selector());
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (Selected one : selected) {
            names.put(one.name(), targets.of(one, copy.selector().span()));
        }
        boolean within = source.name().equals(subject.name());
        if (copy.head().slots() == SlotChoice.WITH || within && copy.head().slots() == SlotChoice.UNSAID) {
            addSlots(source.current(), names);
        }
        context.work().names(names.size(), copy.span());
        requireFree(subject.current(), names);
        List<Entry> copies = new ArrayList<>();
        List<InputId> used = new ArrayList<>();
        names.forEach((old, target) -> {
            Entry entry = source.current().entry(old).orElseThrow();
            entry.holds().ifPresent(used::add);
            copies.add(
                    Entry.made(target, entry.tensor(), role(entry, names), step).after(entry));
        });
        return state.with(
                        state.workspace().placing(subject.name(), copies, step).using(used, step))
                .saying(new Event.Done(
                        copy.span(),
                        "copied " + MatchCount.withSlots(selected.size(), names.size() - selected.size())));
    }

    private static void addSlots(Checkpoint source, Map<String, String> names) {
        for (Map.Entry<String, String> copied : List.copyOf(names.entrySet())) {
            for (String slotName : source.slotsOf(copied.getKey())) {
                Role.Slot slot =
                        (Role.Slot) source.entry(slotName).orElseThrow().role();
                String following = slot.nameFor(copied.getValue());
                String said = names.putIfAbsent(slotName, following);
                if (said != null && !said.equals(following)) {
                    throw new SlotConflictException(
                            "\"" + slotName + "\" is a slot of \"" + slot.owner() + "\": it would follow to \""
                                    + following + "\", but is copied to \"" + said + "\"",
                            "leave slots out of the pattern (`where not is_slot`), or write `without slots`");
                }
            }
        }
    }

    private static void requireFree(Checkpoint target, Map<String, String> names) {
        Map<String, List<String>> landing = new TreeMap<>();
        names.forEach((old, copied) ->
                landing.computeIfAbsent(copied, name -> new ArrayList<>()).add(old));
        Workspace.requireFree(target, landing);
    }

    private static Role role(Entry entry, Map<String, String> names) {
        if (entry.role() instanceof Role.Slot slot) {
            String owner = names.get(slot.owner());
            return owner == null ? Role.VARIABLE : slot.ownedBy(owner);
        }
        return entry.role() instanceof Role.Average average && names.containsKey(average.of())
                ? new Role.Average(names.get(average.of()))
                : entry.role();
    }
}
