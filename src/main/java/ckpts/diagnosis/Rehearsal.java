package ckpts.diagnosis;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.PatternException;
import ckpts.naming.RenameRules;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Does repairs on names and types alone, as the language would do them on tensors, and says where one fails. For one
 * thread.
 */
final class Rehearsal {
    private final Manifest manifest;
    /** Current name to loaded name; empty for reinitialized variables. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** @param loaded empty for a reinitialized variable */
    record Part(String loaded, TensorType type, Role role) {}

    Rehearsal(Checkpoint checkpoint, Manifest manifest) {
        this.manifest = manifest;
        for (Entry entry : checkpoint.entries()) {
            parts.put(entry.name(), new Part(entry.name(), entry.tensor().type(), entry.role()));
        }
    }

    /** All tensors in their current state. */
    Map<String, Part> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** The loaded name of each current name; reinitialized variables are left out. */
    Map<String, String> loaded() {
        Map<String, String> loaded = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            if (!part.loaded().isEmpty()) {
                loaded.put(name, part.loaded());
            }
        });
        return loaded;
    }

    /** The type of a tensor; empty if there is none of this name. */
    Optional<TensorType> type(String name) {
        return Optional.ofNullable(parts.get(name)).map(Part::type);
    }

    /** Whether a repair can be done. Repairs that join or split tensors are never certain. */
    boolean does(Repair repair) {
        try {
            if (repair instanceof Repair.Rename rename) {
                return renames(rename);
            }
            if (repair instanceof Repair.Drop drop) {
                return touches(drop.patterns()) && parts.keySet().removeAll(matched(drop.patterns()));
            }
            if (repair instanceof Repair.DropSet set) {
                return parts.values().removeIf(part -> isOf(set.set(), part.role()));
            }
            if (repair instanceof Repair.Untie) {
                // The tensor and its name stay; the model's second variable is new.
                return true;
            }
            if (repair instanceof Repair.Reinit reinit) {
                return reinits(reinit);
            }
            return repair instanceof Repair.Retyping retyping && retypes(retyping);
        } catch (PatternException | RenameRules.RuleException e) {
            return false;
        }
    }

    private static boolean isOf(Repair.NamedSet set, Role role) {
        return set == Repair.NamedSet.OPTIMIZER ? role.isOptimizer() : role.isAverage();
    }

    private boolean touches(List<String> patterns) {
        return patterns.stream()
                .noneMatch(pattern ->
                        NamePattern.glob(pattern).matches(parts.keySet()).isEmpty());
    }

    private List<String> matched(List<String> patterns) {
        List<String> names = new ArrayList<>();
        for (String pattern : patterns) {
            NamePattern.glob(pattern).matches(parts.keySet()).stream()
                    .map(Match::name)
                    .forEach(names::add);
        }
        return names;
    }

    private boolean renames(Repair.Rename rename) {
        List<RenameRules.Rule> rules = rename.rules().stream()
                .map(rule -> RenameRules.Rule.of(rule.pattern(), rule.target()))
                .toList();
        RenameRules.Outcome outcome = new RenameRules(rules).apply(parts.keySet());
        if (outcome.matched().stream().anyMatch(List::isEmpty)
                || !outcome.collisions().isEmpty()) {
            return false;
        }
        Map<String, String> moves = new HashMap<>(outcome.renames());
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            if (entry.getValue().role() instanceof Role.Slot slot
                    && outcome.renames().containsKey(slot.owner())
                    && !slot.numbered()) {
                String following = slot.nameFor(outcome.renames().get(slot.owner()));
                if (!following.equals(moves.getOrDefault(entry.getKey(), following))) {
                    return false;
                }
                moves.put(entry.getKey(), following);
            }
        }
        Map<String, Part> moved = new TreeMap<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            String name = moves.getOrDefault(entry.getKey(), entry.getKey());
            if (moved.put(name, renamed(entry.getValue(), name, moves)) != null) {
                return false;
            }
        }
        parts.clear();
        parts.putAll(moved);
        return true;
    }

    /** A slot that was renamed alone no longer belongs to its variable. */
    private static Part renamed(Part part, String name, Map<String, String> moves) {
        if (!(part.role() instanceof Role.Slot slot)) {
            return part;
        }
        Role.Slot owned = slot.ownedBy(moves.getOrDefault(slot.owner(), slot.owner()));
        return new Part(part.loaded(), part.type(), owned.fits(name, owned.owner()) ? owned : Role.VARIABLE);
    }

    private boolean reinits(Repair.Reinit reinit) {
        boolean touched = false;
        for (String pattern : reinit.patterns()) {
            NamePattern glob = NamePattern.glob(pattern);
            for (Manifest.Expected expected : manifest.variables()) {
                boolean meant = expected.slotOf().isPresent() == reinit.slots();
                if (meant && glob.match(expected.name()).isPresent()) {
                    if (parts.containsKey(expected.name()) && fits(expected)) {
                        return false;
                    }
                    parts.put(expected.name(), new Part("", expected.type(), Role.VARIABLE));
                    touched = true;
                }
            }
        }
        return touched;
    }

    private boolean fits(Manifest.Expected expected) {
        return parts.get(expected.name()).type().equals(expected.type());
    }

    private boolean retypes(Repair.Retyping repair) {
        if (!touches(repair.patterns())) {
            return false;
        }
        for (String name : matched(repair.patterns())) {
            Part part = parts.get(name);
            parts.put(name, new Part(part.loaded(), repair.after(part.type()), part.role()));
        }
        return true;
    }
}
