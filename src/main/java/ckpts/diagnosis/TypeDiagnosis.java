package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.naming.LayerTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tensors that certainly are a variable, but of another type. */
final class TypeDiagnosis implements Diagnosis {
    /** This many tensors make a series. */
    private static final int SERIES = 3;

    /** Names of the model whose tensors are of another type. */
    static Set<String> changed(Evidence evidence) {
        return new HashSet<>(changes(evidence).keySet());
    }

    private static Map<String, TypeChange> changes(Evidence evidence) {
        Map<String, TypeChange> changes = new LinkedHashMap<>();
        for (UnitPair pair : evidence.certain()) {
            if (pair.relation().kind() != Kind.EQUAL || pair.relation().cast()) {
                Optional<Flattening> flattening = pair.relation().kind() == Kind.FLATTENED
                        ? Flattening.before(pair, evidence.certain())
                        : Optional.empty();
                TypeChange changed =
                        new TypeChange(pair.here().type(), pair.there().type(), pair.relation(), flattening);
                pair.names().values().forEach(name -> changes.put(name, changed));
            }
        }
        changes.keySet().removeAll(QuantizationDiagnosis.quantized(evidence));
        return changes;
    }

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Map<String, TypeChange> changes = changes(evidence);
        List<Explanation> claims = new ArrayList<>();
        Map<Object, List<String>> alike = new LinkedHashMap<>();
        changes.forEach((name, changed) ->
                alike.computeIfAbsent(changed.kind(), any -> new ArrayList<>()).add(name));
        Set<String> numbered = numberedParts(changes);
        alike.forEach((change, names) -> {
            for (LayerTemplates.Template template : LayerTemplates.of(names, name -> numbered.contains(name))) {
                boolean parts = numbered.containsAll(template.names());
                claims.add(claim(template, changes, parts, evidence, open));
            }
        });
        return claims;
    }

    /** Tensors of other sizes whose names differ only in a number at the end. */
    private static Set<String> numberedParts(Map<String, TypeChange> changes) {
        Map<String, List<String>> bySeries = new LinkedHashMap<>();
        changes.forEach((name, changed) -> {
            if (changed.relation().kind() == Kind.RESIZED && Character.isDigit(name.charAt(name.length() - 1))) {
                bySeries.computeIfAbsent(name.replaceFirst("\\d+$", ""), any -> new ArrayList<>())
                        .add(name);
            }
        });
        Set<String> parts = new HashSet<>();
        bySeries.values().stream().filter(series -> series.size() >= SERIES).forEach(parts::addAll);
        return parts;
    }

    /** @param parts whether they are numbered parts of one tensor, perhaps */
    private static Explanation claim(
            LayerTemplates.Template template,
            Map<String, TypeChange> changes,
            boolean parts,
            Evidence evidence,
            Unexplained open) {
        TypeChange changed = changes.get(template.names().get(0));
        boolean others = template.names().stream().map(changes::get).distinct().count() > 1;
        List<String> pattern = List.of(template.text());
        List<List<Repair>> ways = parts ? List.of() : changed.ways(pattern);
        boolean certain = changed.relation().keepsValues();
        Finding finding = new Finding(
                Finding.Kind.MISMATCHED,
                template.text(),
                template.names(),
                parts ? TypeChange.numberedParts() : changed.cause(others),
                certain ? ways.get(0) : List.of(),
                certain ? List.of() : ways);
        Set<String> wanted = new HashSet<>(template.names());
        wanted.retainAll(open.wanted());
        Set<String> found = new HashSet<>(template.names());
        found.retainAll(open.found());
        Set<String> slots = SlotNames.changedAlong(evidence, open, template.names());
        wanted.addAll(slots);
        found.addAll(slots);
        return new Explanation(finding, wanted, found, Map.of());
    }
}
