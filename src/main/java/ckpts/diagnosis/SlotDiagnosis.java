package ckpts.diagnosis;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePath;
import ckpts.naming.NaturalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of one optimizer as another version of its library keeps it: slots named after their variables here and
 * entries of lists in the model, or the other way round.
 *
 * <pre>
 *   dense/kernel/.OPTIMIZER_SLOT/optimizer/m   ->  optimizer/_momentums/0   if that belongs to dense/kernel in the model
 *   optimizer/iter                             ->  optimizer/_iterations
 * </pre>
 */
final class SlotDiagnosis implements Diagnosis {
    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Map<String, Map<String, Entry>> here = slotsHere(evidence, open);
        Map<String, Map<String, Expected>> there = slotsThere(evidence, open);
        Optional<Map<String, String>> kinds = OptimizerWords.counterparts(here.keySet(), there.keySet());
        Map<String, String> moves = new TreeMap<>(NaturalOrder.INSTANCE);
        kinds.ifPresent(same -> same.forEach((kind, other) -> here.get(kind).forEach((owner, slot) -> {
            Expected expected = there.get(other).get(owner);
            if (expected != null && expected.type().equals(slot.tensor().type())) {
                moves.put(slot.name(), expected.name());
            }
        })));
        if (kinds.isEmpty() || moves.isEmpty() && !here.isEmpty()) {
            return List.of();
        }
        moves.putAll(own(evidence, open));
        if (moves.isEmpty()) {
            return List.of();
        }
        List<Explanation> claims = new ArrayList<>(List.of(moved(moves, evidence)));
        settings(moves, evidence, open).ifPresent(claims::add);
        return claims;
    }

    /** Kind to the place of the variable to its slot, of slots without a place. */
    private static Map<String, Map<String, Entry>> slotsHere(Evidence evidence, Unexplained open) {
        Map<String, Map<String, Entry>> slots = new LinkedHashMap<>();
        for (Entry entry : evidence.checkpoint().entries()) {
            if (entry.role() instanceof Role.Slot slot && open.found().contains(entry.name())) {
                Map<String, Entry> alike = slots.computeIfAbsent(slot.kind().name(), kind -> new LinkedHashMap<>());
                Optional.ofNullable(evidence.places().get(slot.owner())).ifPresent(owner -> alike.put(owner, entry));
            }
        }
        return slots;
    }

    /** Kind to variable to its slot, of slots that the checkpoint lacks. */
    private static Map<String, Map<String, Expected>> slotsThere(Evidence evidence, Unexplained open) {
        Map<String, Map<String, Expected>> slots = new HashMap<>();
        for (Expected expected : evidence.manifest().variables()) {
            if (expected.slotOf().isPresent() && open.wanted().contains(expected.name())) {
                slots.computeIfAbsent(kind(expected.name()), kind -> new HashMap<>())
                        .put(expected.slotOf().get(), expected);
            }
        }
        return slots;
    }

    /** The last word of a slot's name; of an entry of a list, the list's. */
    private static String kind(String name) {
        List<String> segments = NamePath.of(name).segments();
        String last = segments.get(segments.size() - 1);
        return segments.size() > 1 && last.chars().allMatch(Character::isDigit)
                ? segments.get(segments.size() - 2)
                : last;
    }

    /** The optimizer's own tensors: the one next to it under its other name, else the only candidate. */
    private static Map<String, String> own(Evidence evidence, Unexplained open) {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        Map<String, Integer> rivals = new HashMap<>();
        Map<String, String> moves = new LinkedHashMap<>();
        for (Entry entry : states(evidence, open)) {
            NamePath path = NamePath.of(entry.name());
            List<String> same = evidence.difference().missing().stream()
                    .filter(expected -> open.wanted().contains(expected.name()))
                    .filter(expected -> expected.type().equals(entry.tensor().type()))
                    .map(Expected::name)
                    .filter(name -> OptimizerWords.areSame(
                            path.last(), NamePath.of(name).last()))
                    .toList();
            same.forEach(name -> rivals.merge(name, 1, Integer::sum));
            candidates.put(entry.name(), same);
            same.stream()
                    .filter(name -> NamePath.of(name).parent().equals(path.parent()))
                    .findFirst()
                    .ifPresent(name -> moves.put(entry.name(), name));
        }
        candidates.forEach((name, same) -> {
            if (same.size() == 1 && rivals.get(same.get(0)) == 1) {
                moves.put(name, same.get(0));
            }
        });
        return moves;
    }

    private static List<Entry> states(Evidence evidence, Unexplained open) {
        return evidence.checkpoint().entries().stream()
                .filter(entry -> entry.role() instanceof Role.OptimizerState)
                .filter(entry -> open.found().contains(entry.name()))
                .toList();
    }

    private static Explanation moved(Map<String, String> moves, Evidence evidence) {
        Set<String> wanted = new LinkedHashSet<>(moves.values());
        List<String> names = evidence.manifest().variables().stream()
                .map(Expected::name)
                .filter(wanted::contains)
                .toList();
        List<Subtrees.Group> groups = Subtrees.of(
                names,
                evidence.manifest().variables().stream().map(Expected::name).toList());
        Finding finding = Finding.certain(
                Finding.Kind.MISSING,
                groups.size() == 1 ? groups.get(0).text() : "optimizer",
                names,
                "the same optimizer keeps its state under other names here",
                new Repair.Rename(ExactRules.of(moves)));
        return new Explanation(finding, wanted, moves.keySet(), moves);
    }

    /** Settings that one version saves and the other does not, if nothing of the optimizer is missing any longer. */
    private static Optional<Explanation> settings(Map<String, String> moves, Evidence evidence, Unexplained open) {
        List<String> names = states(evidence, open).stream()
                .map(Entry::name)
                .filter(name -> !moves.containsKey(name))
                .toList();
        boolean complete = open.wanted().stream()
                .filter(name -> !moves.containsValue(name))
                .noneMatch(name -> OptimizerDiagnosis.isOptimizers(name)
                        || evidence.manifest()
                                .variable(name)
                                .flatMap(Expected::slotOf)
                                .isPresent());
        if (names.isEmpty() || !complete) {
            return Optional.empty();
        }
        List<String> patterns = LayerTemplates.of(names).stream()
                .map(LayerTemplates.Template::text)
                .toList();
        return Optional.of(Explanation.ofCheckpoint(
                Finding.certain(
                        Finding.Kind.UNEXPECTED,
                        patterns.size() == 1 ? patterns.get(0) : "optimizer",
                        names,
                        "settings that the model's optimizer does not save",
                        new Repair.Drop(patterns)),
                names));
    }
}
