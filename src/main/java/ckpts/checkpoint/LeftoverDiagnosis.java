package ckpts.checkpoint;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Alternatives;
import ckpts.naming.GlobElement;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NameIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says plainly what no other diagnosis could explain: other types, nothing like it, nobody wants it. */
final class LeftoverDiagnosis {
    private LeftoverDiagnosis() {}

    static void explain(Evidence evidence) {
        mismatched(evidence);
        missing(evidence);
        unexpected(evidence);
    }

    private static void mismatched(Evidence evidence) {
        Map<String, Mismatch> open = evidence.openMismatched();
        for (LayerTemplates.Template template : LayerTemplates.of(open.keySet(), name -> types(open.get(name)))) {
            Mismatch first = open.get(template.names().get(0));
            TypeAdvice advice = new TypeAdvice(
                    first.entry().tensor().type(), first.expected().type());
            evidence.add(new Finding(
                    Finding.Kind.MISMATCHED,
                    template.text(),
                    template.names(),
                    advice.cause(),
                    advice.repairs(template.text())));
        }
    }

    /** Equal for mismatches that are told and repaired alike. */
    private static List<Object> types(Mismatch mismatch) {
        var here = mismatch.entry().tensor().type();
        var model = mismatch.expected().type();
        return here.shape().equals(model.shape()) ? List.of(here.dtype(), model.dtype()) : List.of(here, model);
    }

    private static void missing(Evidence evidence) {
        List<String> variables = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        for (Expected expected : evidence.openMissing().values()) {
            (expected.slotOf().isPresent() ? slots : variables).add(expected.name());
        }
        List<String> all =
                evidence.manifest().variables().stream().map(Expected::name).toList();
        NameIndex here = new NameIndex(
                variables.isEmpty() ? List.of() : evidence.checkpoint().names());
        for (Subtrees.Group group : Subtrees.of(variables, all)) {
            String cause = counterparts(group, here)
                    .map(have -> "new: the checkpoint has " + have + " only")
                    .orElse("nothing like it in the checkpoint");
            evidence.add(Finding.of(
                    Finding.Kind.MISSING, group.text(), group.names(), cause, "reinit \"" + group.text() + "\""));
        }
        for (LayerTemplates.Template template : LayerTemplates.of(slots)) {
            evidence.add(Finding.of(
                    Finding.Kind.MISSING,
                    template.text(),
                    template.names(),
                    "optimizer slots that the checkpoint does not have",
                    "reinit \"" + template.text() + "\""));
        }
    }

    private static void unexpected(Evidence evidence) {
        Collection<Entry> open = evidence.openUnexpected().values();
        List<String> scalars = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Entry entry : open) {
            var type = entry.tensor().type();
            boolean counter = type.shape().rank() == 0 && type.dtype().isInteger();
            (counter ? scalars : others).add(entry.name());
        }
        List<String> model =
                evidence.manifest().variables().stream().map(Expected::name).toList();
        NameIndex wanted = new NameIndex(others.isEmpty() ? List.of() : model);
        for (Subtrees.Group group : Subtrees.of(others, evidence.checkpoint().names())) {
            String cause = counterparts(group, wanted)
                    .map(have -> "too many: the model has " + have + " only")
                    .orElse("no variable of the model");
            evidence.add(Finding.of(
                    Finding.Kind.UNEXPECTED, group.text(), group.names(), cause, "drop \"" + group.text() + "\""));
        }
        for (LayerTemplates.Template template : LayerTemplates.of(scalars)) {
            evidence.add(Finding.of(
                    Finding.Kind.UNEXPECTED,
                    template.text(),
                    template.names(),
                    "a counter that the model does not have",
                    "drop \"" + template.text() + "\""));
        }
    }

    /** The layers of the other side that stand where whole numbered layers are left over here. */
    private static java.util.Optional<String> counterparts(Subtrees.Group group, NameIndex others) {
        if (group.stem().isEmpty()) {
            return java.util.Optional.empty();
        }
        Map<String, Boolean> layers = new LinkedHashMap<>();
        for (String name : others.namesLike(group.stem(), "")) {
            int end = Alternatives.NumberRange.digitsEnd(name, group.stem().length());
            boolean layer =
                    end > group.stem().length() && end < name.length() && GlobElement.isSeparator(name.charAt(end));
            if (name.startsWith(group.stem()) && layer) {
                layers.put(name.substring(0, end), true);
            }
        }
        List<LayerTemplates.Template> templates = LayerTemplates.ofNumbers(layers.keySet(), name -> "");
        return templates.size() == 1 ? java.util.Optional.of(templates.get(0).text()) : java.util.Optional.empty();
    }
}
