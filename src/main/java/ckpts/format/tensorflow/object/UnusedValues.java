package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.Matching.Binding;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import ckpts.format.tensorflow.object.RestoreFinding.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of a checkpoint that TensorFlow's restore does not use. For one check. */
final class UnusedValues {
    private final Restoration restoration;
    private final ObjectGraph stored;
    private final ModelGraph model;
    private final Matching matching;
    private final Set<String> reported;
    private final List<RestoreFinding> findings = new ArrayList<>();

    /** @param reported tensors whose variables were reported already */
    UnusedValues(Restoration restoration, Set<String> reported) {
        this.restoration = restoration;
        this.stored = restoration.stored();
        this.model = restoration.model();
        this.matching = restoration.matching();
        this.reported = reported;
    }

    List<RestoreFinding> findings() {
        return findings;
    }

    /** Values of bound nodes that their objects do not accept. */
    void judgeBound() {
        for (Binding binding : matching.bindings()) {
            Binding first = matching.ofObject(binding.object()).orElseThrow();
            List<Attribute> attributes = stored.node(binding.node()).attributes();
            for (int i = 0; i < attributes.size(); i++) {
                boolean taken = model.isVariable(binding.object())
                        ? i == 0
                        : model.takes(binding.object(), attributes.get(i).name());
                if (!first.equals(binding)) {
                    second(attributes.get(i), first);
                } else if (!taken) {
                    Notice notice = model.isVariable(binding.object()) ? Notice.NONE : Notice.ASSERT_CONSUMED;
                    String cause = notice == Notice.NONE ? Restoration.SILENTLY : "";
                    unused(
                            notice,
                            attributes.get(i),
                            cause + ": the model has no such value at "
                                    + (binding.path().isEmpty() ? "its root" : "\"" + binding.path() + "\""));
                }
            }
        }
    }

    private void second(Attribute attribute, Binding first) {
        boolean read = stored.node(first.node()).attributes().stream()
                .anyMatch(other -> other.key().equals(attribute.key()));
        if (!read) {
            unused(
                    Notice.NONE,
                    attribute,
                    Restoration.SILENTLY + ": TensorFlow has restored \"" + restoration.name(first.object())
                            + "\" through \"" + first.path() + "\" already: drop one");
        }
    }

    /** Nodes from which nothing is restored. */
    void judgeUnbound() {
        for (int node = 0; node < stored.size(); node++) {
            if (matching.ofNode(node).isEmpty()) {
                for (Attribute attribute : stored.node(node).attributes()) {
                    boolean counter = stored.node(ObjectGraph.ROOT)
                            .child(SaveCounter.NAME)
                            .equals(Optional.of(new Edge(SaveCounter.NAME, node)));
                    String cause = counter && model.counter().isEmpty()
                            ? ": read() does not create a counter: drop \"" + SaveCounter.NAME + "\""
                            : ": no path of the model leads to it";
                    unused(Notice.ASSERT_CONSUMED, attribute, cause);
                }
            }
        }
        for (Matching.Kept kept : matching.unresolvedSlots()) {
            boolean hasValues = stored.node(kept.reference().slot()).isStored()
                    || stored.node(kept.reference().variable()).isStored();
            if (!hasValues) {
                findings.add(new RestoreFinding(
                        Effect.UNUSED,
                        Notice.ASSERT_CONSUMED,
                        "node " + kept.optimizer() + " of the object graph has the slot \""
                                + kept.reference().name() + "\" for node "
                                + kept.reference().variable() + ", which no path of the model leads to"));
            }
        }
    }

    private void unused(Notice notice, Attribute attribute, String text) {
        List<String> own = tensors(attribute);
        if (own.stream().noneMatch(reported::contains)) {
            String what = own.isEmpty() ? attribute.key() : String.join("\", \"", own);
            findings.add(new RestoreFinding(Effect.UNUSED, notice, "\"" + what + "\" is not loaded" + text));
        }
    }

    /** The tensors of an attribute. */
    private List<String> tensors(Attribute attribute) {
        if (restoration.nameOfKey().containsKey(attribute.key())) {
            return List.of(restoration.nameOfKey().get(attribute.key()));
        }
        return restoration.tensors().entrySet().stream()
                .filter(entry -> entry.getValue()
                        .place()
                        .filter(place -> attribute(place).equals(attribute))
                        .isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Attribute attribute(ObjectNames.Place place) {
        return stored.node(place.node()).attributes().get(place.attribute());
    }
}
