package ckpts.diagnosis;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.LayerTemplates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tensors that certainly are variables of other names. */
final class RenameDiagnosis implements Diagnosis {
    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Set<String> slots = evidence.checkpoint().entries().stream()
                .filter(entry -> entry.role().isSlot())
                .map(Entry::name)
                .collect(Collectors.toSet());
        RuleWriter writer = new RuleWriter(evidence.checkpoint(), evidence.places(), slots);
        Set<String> changed = TypeDiagnosis.changed(evidence);
        List<Explanation> claims = new ArrayList<>();
        for (RuleWriter.Written written : writer.rules(evidence.certain())) {
            claims.add(claim(written, changed, evidence, open));
        }
        return claims;
    }

    /** @param changed names of the model whose tensors have another type: they are reported as well */
    private static Explanation claim(
            RuleWriter.Written written, Set<String> changed, Evidence evidence, Unexplained open) {
        Set<String> wanted = new LinkedHashSet<>(written.moves().values());
        List<String> names = evidence.manifest().variables().stream()
                .map(Expected::name)
                .filter(wanted::contains)
                .toList();
        wanted.retainAll(open.wanted());
        wanted.removeAll(changed);
        Set<String> found = new LinkedHashSet<>(written.moves().keySet());
        found.retainAll(open.found());
        follow(written, evidence, open, wanted, found);
        List<String> sources = evidence.checkpoint().names().stream()
                .filter(written.moves()::containsKey)
                .toList();
        List<String> model =
                evidence.manifest().variables().stream().map(Expected::name).toList();
        Finding finding = Finding.certain(
                Finding.Kind.MISSING,
                subject(names, model, written.rule().target()),
                names,
                "likely renamed from "
                        + subject(
                                sources,
                                evidence.checkpoint().names(),
                                written.rule().pattern()),
                new Repair.Rename(List.of(written.rule())));
        return new Explanation(finding, wanted, found, written.moves());
    }

    /** Slots come along with their renamed variables. */
    private static void follow(
            RuleWriter.Written written, Evidence evidence, Unexplained open, Set<String> wanted, Set<String> found) {
        written.moves().forEach((from, to) -> {
            for (String slot : evidence.checkpoint().slotsOf(from)) {
                String name = SlotNames.following(evidence, slot, to);
                if (open.wanted().contains(name) && open.found().contains(slot)) {
                    wanted.add(name);
                    found.add(slot);
                }
            }
        });
    }

    /** The names as one template or a whole subtree, else as the rule writes them. */
    static String subject(Collection<String> names, Collection<String> all, String rule) {
        List<LayerTemplates.Template> templates = LayerTemplates.of(names);
        if (templates.size() == 1) {
            return templates.get(0).text();
        }
        List<Subtrees.Group> groups = Subtrees.of(names, all);
        return groups.size() == 1 ? groups.get(0).text() : rule;
    }

    /** The names as one template, else as the rule writes them. */
    static String subject(Collection<String> names, String rule) {
        List<LayerTemplates.Template> templates = LayerTemplates.of(names);
        return templates.size() == 1 ? templates.get(0).text() : rule;
    }
}
