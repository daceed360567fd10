package ckpts.diagnosis;

import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An embedding table that the model has twice: in its output layer, or in a decoder of its own. Many checkpoints keep a
 * tensor that a model uses twice under a single name, so the second is perhaps not new.
 */
final class TiedDiagnosis implements Diagnosis {
    private static final Set<String> TABLES = Set.of("embed", "token");

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Explanation> claims = new ArrayList<>();
        for (Unit missing : evidence.lonelyThere()) {
            String name = missing.first();
            boolean asked = missing.count() == 1
                    && missing.type().shape().rank() == 2
                    && open.wanted().contains(name)
                    && evidence.checkpoint().entry(name).isEmpty();
            if (asked) {
                table(missing, evidence).ifPresent(table -> claims.add(claim(name, table)));
            }
        }
        return claims;
    }

    /** The one table of its type that has a certain place, by its name in the model. */
    private static Optional<String> table(Unit missing, Evidence evidence) {
        Set<String> known = evidence.namesOf(TABLES);
        List<String> tables = new ArrayList<>();
        for (Map.Entry<String, String> place : evidence.places().entrySet()) {
            boolean alike = evidence.manifest()
                    .variable(place.getValue())
                    .filter(variable -> variable.type().equals(missing.type()))
                    .isPresent();
            if (alike && (known.contains(place.getKey()) || known.contains(place.getValue()))) {
                tables.add(place.getValue());
            }
        }
        return tables.size() == 1 ? Optional.of(tables.get(0)) : Optional.empty();
    }

    private static Explanation claim(String name, String table) {
        Rule rule = new Rule(NamePattern.quote(table), NamePattern.quote(name));
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                name,
                List.of(name),
                "perhaps tied to " + table + ", which has its type: one tensor under two names",
                List.of(
                        List.of(new Repair.Copy(rule, Optional.empty())),
                        List.of(Repair.Reinit.variables(List.of(NamePattern.quote(name))))));
        return Explanation.ofModel(finding, List.of(name));
    }
}
