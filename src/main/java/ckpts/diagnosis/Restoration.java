package ckpts.diagnosis;

import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Reinitialized;
import ckpts.naming.LayerTemplates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Repairs that turn lost weights into the variables that they most likely are: a rename for all layers at once, a copy
 * if the weight is in another checkpoint, then changes of axes and element types. Immutable.
 */
public final class Restoration {
    private final List<Pair> pairs;
    private final List<Repair> repairs;

    /** A lost weight and the variable that it most likely is. */
    public record Pair(Lost lost, Reinitialized reinitialized) {}

    private Restoration(List<Pair> pairs, List<Repair> repairs) {
        this.pairs = List.copyOf(pairs);
        this.repairs = List.copyOf(repairs);
    }

    /** @param subject the name of the checkpoint in which the variables are */
    public static Restoration of(LostWeights weights, String subject) {
        List<Pair> pairs = LikelyPairs.of(weights);
        return new Restoration(pairs, repairs(pairs, subject));
    }

    /** Pairs weights with variables, one to one, as many as possible. */
    public List<Pair> pairs() {
        return pairs;
    }

    /** The repairs in the order in which to do them. */
    public List<Repair> repairs() {
        return repairs;
    }

    private static List<Repair> repairs(List<Pair> pairs, String subject) {
        Map<String, Map<String, String>> moves = new LinkedHashMap<>();
        Map<Object, Set<String>> changed = new LinkedHashMap<>();
        Map<Object, TypeChange> changes = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            moves.computeIfAbsent(pair.lost().input().checkpoint(), checkpoint -> new LinkedHashMap<>())
                    .put(pair.lost().name(), pair.reinitialized().name());
            TypeChange change =
                    TypeChange.between(pair.lost().type(), pair.reinitialized().type());
            changes.putIfAbsent(change.kind(), change);
            changed.computeIfAbsent(change.kind(), any -> new LinkedHashSet<>())
                    .add(pair.reinitialized().name());
        }
        List<Repair> repairs = new ArrayList<>();
        moves.forEach((checkpoint, own) -> {
            for (Rule rule : ExactRules.of(own)) {
                repairs.add(
                        checkpoint.equals(subject)
                                ? new Repair.Rename(List.of(rule))
                                : new Repair.Copy(rule, Optional.of(checkpoint)));
            }
        });
        changes.forEach((kind, change) -> {
            List<String> patterns = LayerTemplates.of(changed.get(kind)).stream()
                    .map(LayerTemplates.Template::text)
                    .toList();
            repairs.addAll(change.ways(patterns).get(0));
        });
        return repairs;
    }
}
