package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.state.CollisionException;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of names and aliases, all at once, as {@code rename} and {@code renumber} make them. */
final class NameChanges {
    private NameChanges() {}

    /**
     * Changes aliases first, so that they are out of the way of the tensors and follow them: a tensor and its alias can
     * change places.
     */
    static Workspace of(Workspace workspace, Loaded subject, Map<String, String> names, Step step) {
        Checkpoint checkpoint = subject.current();
        if (checkpoint.aliases().isEmpty()) {
            return names.isEmpty() ? workspace : workspace.renaming(subject.name(), names, step);
        }
        Map<String, String> tensors = new LinkedHashMap<>(names);
        tensors.keySet().removeIf(name -> !checkpoint.contains(name));
        Map<String, String> aliases = new LinkedHashMap<>(names);
        aliases.keySet().removeAll(tensors.keySet());
        if (aliases.isEmpty()) {
            return tensors.isEmpty() ? workspace : workspace.renaming(subject.name(), tensors, step);
        }
        Workspace moved = workspace.aliasing(subject.name(), movedAliases(checkpoint, aliases, tensors));
        Workspace renamed = tensors.isEmpty() ? moved : moved.renaming(subject.name(), tensors, step);
        requireNoTensors(
                aliases, renamed.checkpoint(subject.name()).orElseThrow().current());
        return renamed;
    }

    private static Map<String, String> movedAliases(
            Checkpoint checkpoint, Map<String, String> moves, Map<String, String> tensors) {
        Map<String, String> result = new TreeMap<>(checkpoint.aliases());
        result.keySet().removeAll(moves.keySet());
        Map<String, List<String>> landing = new HashMap<>();
        result.keySet().forEach(alias -> landing.put(alias, List.of(alias)));
        tensors.forEach((old, renamed) -> landing.put(renamed, List.of(old)));
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        moves.forEach((old, renamed) -> {
            result.put(renamed, checkpoint.aliases().get(old));
            List<String> first = landing.putIfAbsent(renamed, List.of(old));
            if (first != null) {
                collisions.put(renamed, List.of(old, first.get(0)));
            }
        });
        requireNone(collisions);
        return result;
    }

    private static void requireNoTensors(Map<String, String> moves, Checkpoint checkpoint) {
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        moves.forEach((old, renamed) -> {
            if (checkpoint.contains(renamed)) {
                collisions.put(renamed, List.of(old, renamed));
            }
        });
        requireNone(collisions);
    }

    private static void requireNone(TreeMap<String, List<String>> collisions) {
        if (!collisions.isEmpty()) {
            throw new CollisionException(collisions);
        }
    }
}
