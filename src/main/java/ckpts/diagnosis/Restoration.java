package ckpts.diagnosis;

import ckpts.checkpoint.LostWeights.Pair;
import ckpts.naming.LayerTemplates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes lost weights the variables they are paired with: a rename for all layers at once, a copy where the weight is
 * another checkpoint's, then what axes and element types need.
 */
public final class Restoration {
    private Restoration() {}

    /**
     * Repairs in the order in which they are to be done.
     *
     * @param subject the alias of the checkpoint in which the variables are
     */
    public static List<Repair> of(List<Pair> pairs, String subject) {
        Map<String, Map<String, String>> moves = new LinkedHashMap<>();
        Map<Object, Set<String>> changed = new LinkedHashMap<>();
        Map<Object, TypeChange> changes = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            moves.computeIfAbsent(pair.lost().input().checkpoint(), alias -> new LinkedHashMap<>())
                    .put(pair.lost().name(), pair.made().name());
            TypeChange change =
                    TypeChange.between(pair.lost().type(), pair.made().type());
            changes.putIfAbsent(change.kind(), change);
            changed.computeIfAbsent(change.kind(), any -> new LinkedHashSet<>())
                    .add(pair.made().name());
        }
        List<Repair> repairs = new ArrayList<>();
        moves.forEach((alias, own) -> {
            for (Rule rule : ExactRules.of(own)) {
                repairs.add(
                        alias.equals(subject)
                                ? new Repair.Rename(List.of(rule))
                                : new Repair.Copy(rule, Optional.of(alias)));
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
