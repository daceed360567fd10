package ckpts.diagnosis;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.VariableLookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One tensor under two names that are two variables of the model. Names and types fit; the optimizer's slots for the
 * second are missing until it is a tensor of its own.
 */
final class SharedDiagnosis implements Diagnosis {
    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Map<String, Expected> first = new LinkedHashMap<>();
        List<Explanation> claims = new ArrayList<>();
        VariableLookup found = new VariableLookup(evidence.checkpoint(), evidence.manifest());
        for (Expected expected : evidence.manifest().variables()) {
            Optional<String> standing = found.of(expected).map(Entry::name);
            if (standing.isPresent() && first.putIfAbsent(standing.get(), expected) != null) {
                claim(expected, first.get(standing.get()), standing.get(), evidence, open)
                        .ifPresent(claims::add);
            }
        }
        return claims;
    }

    private static Optional<Explanation> claim(
            Expected second, Expected one, String tensor, Evidence evidence, Unexplained open) {
        String alias = second.name().equals(tensor) ? one.name() : second.name();
        Set<String> slots = new LinkedHashSet<>();
        for (Expected owner : List.of(one, second)) {
            evidence.manifest().slotsOf(owner.name()).stream()
                    .map(Expected::name)
                    .filter(open.wanted()::contains)
                    .forEach(slots::add);
        }
        if (slots.isEmpty() || !evidence.checkpoint().aliases().containsKey(alias)) {
            return Optional.empty();
        }
        List<String> names = List.copyOf(slots);
        Finding finding = Finding.certain(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(names, names.get(0)),
                names,
                "\"" + alias + "\" shares the tensor of \"" + tensor + "\" here and has one of its own in the model",
                new Repair.Untie(alias));
        return Optional.of(Explanation.ofModel(finding, names));
    }
}
