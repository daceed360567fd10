package ckpts.state;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A change of names of one checkpoint, decided from names alone: slots added to follow their variables, collisions
 * found all at once, then applied in one step so that swaps and rotations work.
 */
final class Renaming {
    private final Checkpoint checkpoint;
    private final Map<String, String> names;

    /**
     * @param explicit old name to new name, as the statement says; not changed any more
     * @throws SlotConflictException if a slot is both matched and following, and the two disagree
     */
    Renaming(Checkpoint checkpoint, Map<String, String> explicit) {
        this.checkpoint = checkpoint;
        Map<String, String> following = new LinkedHashMap<>();
        explicit.forEach((old, renamed) -> {
            for (String slotName : checkpoint.slotsOf(old)) {
                follow(slotName, renamed, explicit, following);
            }
        });
        this.names = following.isEmpty() ? explicit : joined(explicit, following);
    }

    private static Map<String, String> joined(Map<String, String> explicit, Map<String, String> following) {
        Map<String, String> names = new LinkedHashMap<>(explicit);
        names.putAll(following);
        return names;
    }

    /** Old name to new name, of explicit renames and of slots that follow. */
    Map<String, String> names() {
        return names;
    }

    private void follow(String slotName, String owner, Map<String, String> explicit, Map<String, String> following) {
        Role.Slot slot = (Role.Slot) checkpoint.entry(slotName).orElseThrow().role();
        if (slot.numbered()) {
            // The list it is in may move, with the slot in it.
            if (!explicit.containsKey(slotName)) {
                following.put(slotName, slotName);
            }
            return;
        }
        String followed = slot.nameFor(owner);
        String target = explicit.get(slotName);
        if (target != null && !target.equals(followed)) {
            throw new SlotConflictException(
                    "\"" + slotName + "\" is a slot of \"" + slot.owner() + "\": it would follow to \"" + followed
                            + "\", but is renamed to \"" + target + "\"",
                    "leave slots out of the pattern (`where not is_slot`), or give both the same ending");
        }
        following.put(slotName, followed);
    }

    /**
     * The checkpoint under the new names.
     *
     * @throws CollisionException if two tensors would have one name
     */
    Checkpoint apply(Step step) {
        requireInjective();
        Map<String, Entry> replacements = new LinkedHashMap<>();
        names.forEach((old, renamed) -> {
            Entry entry = checkpoint.entry(old).orElseThrow();
            replacements.put(old, entry.named(renamed, step).withRole(roleAfter(entry, renamed)));
        });
        names.keySet().stream()
                .flatMap(old -> checkpoint.averagesOf(old).stream())
                .filter(average -> !names.containsKey(average))
                .forEach(average -> replacements.put(average, averageAfter(average)));
        return checkpoint.replacing(replacements);
    }

    /** An average keeps its name when its weight gets another, and stays that weight's average. */
    private Entry averageAfter(String name) {
        Entry entry = checkpoint.entry(name).orElseThrow();
        return entry.withRole(roleAfter(entry, name));
    }

    private void requireInjective() {
        Set<String> targets = new HashSet<>();
        Set<String> disputed = new HashSet<>();
        names.values().forEach(target -> {
            if (!targets.add(target) || isTaken(target)) {
                disputed.add(target);
            }
        });
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        names.forEach((old, renamed) -> {
            if (disputed.contains(renamed)) {
                collisions.computeIfAbsent(renamed, target -> new ArrayList<>()).add(old);
            }
        });
        collisions.forEach((target, olds) -> {
            if (isTaken(target)) {
                olds.add(target);
            }
        });
        if (!collisions.isEmpty()) {
            throw new CollisionException(collisions);
        }
    }

    private boolean isTaken(String target) {
        return checkpoint.contains(target) && !names.containsKey(target)
                || checkpoint.aliases().containsKey(target);
    }

    /** A slot keeps its owner's new name; one that was renamed alone finds its owner by name or becomes a variable. */
    private Role roleAfter(Entry entry, String renamed) {
        if (entry.role() instanceof Role.Average average) {
            return new Role.Average(names.getOrDefault(average.of(), average.of()));
        }
        if (!(entry.role() instanceof Role.Slot slot)) {
            return entry.role();
        }
        String owner = names.getOrDefault(slot.owner(), slot.owner());
        if (slot.numbered()) {
            int end = renamed.lastIndexOf('/') + 1;
            boolean listed = end > 0 && entry.name().endsWith(renamed.substring(end - 1));
            return listed ? slot.ownedBy(owner).listedIn(renamed.substring(0, end)) : Role.VARIABLE;
        }
        if (renamed.equals(slot.nameFor(owner))) {
            return slot.ownedBy(owner);
        }
        int affixes = slot.before().length() + slot.after().length();
        if (renamed.length() > affixes && renamed.startsWith(slot.before()) && renamed.endsWith(slot.after())) {
            String middle = renamed.substring(
                    slot.before().length(), renamed.length() - slot.after().length());
            if (names.containsValue(middle) || checkpoint.contains(middle) && !names.containsKey(middle)) {
                return slot.ownedBy(middle);
            }
        }
        return Role.VARIABLE;
    }
}
