package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.tensorflow.object.Matching.Binding;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import ckpts.format.tensorflow.object.RestoreFinding.Notice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a model that TensorFlow's restore leaves without a value, or gives another variable's. For one check.
 */
final class UnfilledVariables {
    private final Restoration restoration;
    private final ObjectGraph stored;
    private final ModelGraph model;
    private final Matching matching;
    private final Map<String, Integer> lastWithKey = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final List<RestoreFinding> findings = new ArrayList<>();

    UnfilledVariables(Restoration restoration) {
        this.restoration = restoration;
        this.stored = restoration.stored();
        this.model = restoration.model();
        this.matching = restoration.matching();
        for (Binding binding : matching.restored()) {
            if (model.isVariable(binding.object())) {
                restoration.key(binding).ifPresent(key -> lastWithKey.put(key, binding.object()));
            }
        }
    }

    List<RestoreFinding> findings() {
        return findings;
    }

    /** The tensors of the variables that were found. */
    Set<String> tensors() {
        return reported;
    }

    /** Judges a variable of the model. */
    void judge(int object, Expected variable) {
        String tensor = restoration.tensorOf().get(variable.name());
        if (tensor == null) {
            return;
        }
        Optional<Binding> binding = matching.ofObject(object);
        if (binding.isEmpty()) {
            String cause = unreached(variable, tensor);
            unfilled(Notice.ASSERT_EXISTING_OBJECTS_MATCHED, variable, " keeps its initial value: " + cause);
            return;
        }
        Node node = stored.node(binding.get().node());
        String first =
                ": TensorFlow reaches it first through \"" + binding.get().path() + "\"";
        if (!node.isStored()) {
            unfilled(
                    Notice.NONE,
                    variable,
                    " keeps its initial value" + Restoration.SILENTLY + first + ", which has no value");
        } else if (model.isVariable(object) && !node.attributes().isEmpty()) {
            judgeVariable(binding.get(), variable, first);
        } else if (!node.attributes().isEmpty()) {
            judgeState(binding.get(), variable, first);
        }
    }

    private void judgeVariable(Binding binding, Expected variable, String first) {
        Optional<String> key = restoration.key(binding);
        if (key.isEmpty()) {
            String found = stored.node(binding.node()).attributes().get(0).key();
            unfilled(
                    Notice.RESTORE,
                    variable,
                    " cannot be restored" + first + ", with the key \"" + found + "\", which does not contain \""
                            + Restoration.MARK + "\"");
        } else if (!restoration.nameOfKey().containsKey(key.get())) {
            unfilled(
                    Notice.RESTORE,
                    variable,
                    " cannot be restored" + first + ", and looks for the key \"" + key.get() + "\", which is missing");
        } else if (!key.get()
                .equals(restoration.keys().get(restoration.tensorOf().get(variable.name())))) {
            String other = restoration.nameOfKey().get(key.get());
            unfilled(
                    Notice.NONE,
                    variable,
                    " gets the values of \"" + other + "\"" + Restoration.SILENTLY + first + ordered(binding));
        } else if (lastWithKey.get(key.get()) != binding.object()) {
            unfilled(
                    Notice.NONE,
                    variable,
                    " keeps its initial value" + Restoration.SILENTLY + ": its key is also that of \""
                            + restoration.name(lastWithKey.get(key.get())) + "\", and TensorFlow restores one of them");
        }
    }

    /** The repair, if the path goes through an optimizer's list. */
    private static String ordered(Binding binding) {
        boolean listed = binding.path().contains(Optimizers.TRAINED + "/");
        return listed ? ": give the model's order in the manifest, as \"optimizer_order\"" : "";
    }

    /** A table, an iterator, Python state: matched by the names of attributes. */
    private void judgeState(Binding binding, Expected variable, String first) {
        String key = restoration.keys().get(restoration.tensorOf().get(variable.name()));
        List<Attribute> taken = stored.node(binding.node()).attributes().stream()
                .filter(attribute -> model.takes(binding.object(), attribute.name()))
                .toList();
        if (taken.isEmpty()) {
            unfilled(
                    Notice.NONE,
                    variable,
                    " keeps its initial value" + Restoration.SILENTLY + first + ", which has no such value");
        } else if (taken.stream().noneMatch(attribute -> key.startsWith(attribute.key()))) {
            String other = taken.get(0).key();
            unfilled(Notice.NONE, variable, " gets the value under \"" + other + "\"" + Restoration.SILENTLY + first);
        }
    }

    private void unfilled(Notice notice, Expected variable, String text) {
        reported.add(restoration.tensorOf().get(variable.name()));
        findings.add(new RestoreFinding(Effect.UNFILLED, notice, "\"" + variable.name() + "\"" + text));
    }

    /** The counter of saves is no variable of the manifest. */
    void judgeCounter() {
        Optional<Binding> binding = model.counter().flatMap(matching::ofObject);
        boolean filled =
                binding.filter(found -> stored.node(found.node()).isStored()).isPresent();
        if (model.counter().isPresent() && !filled) {
            findings.add(new RestoreFinding(
                    Effect.UNFILLED,
                    binding.isPresent() ? Notice.NONE : Notice.ASSERT_EXISTING_OBJECTS_MATCHED,
                    "\"" + SaveCounter.NAME + "\" is missing, and restore() creates one: load the checkpoint"
                            + " with read(), and let the manifest say so: \"restored_by\": \"read\""));
        }
    }

    /** The reason why nothing is bound to the object of a variable. */
    private String unreached(Expected variable, String tensor) {
        if (restoration.tensors().get(tensor).place().isEmpty()) {
            return "the checkpoint has it, but not in its object graph";
        }
        List<String> paths = new ArrayList<>();
        if (TensorName.isSlotReference(variable.name())) {
            SlotReferences.Reference slot = SlotReferences.Reference.parse(variable.name());
            paths.addAll(List.of(slot.owner(), slot.optimizer()));
        } else {
            paths.add(TensorName.path(variable.name()));
            variable.aliases().forEach(alias -> paths.add(TensorName.path(alias)));
        }
        return paths.stream()
                .flatMap(path -> astray(path, tensor).stream())
                .findFirst()
                .orElse("TensorFlow finds no path to it");
    }

    /** The reason if a path of checkpoint and model leads to a node that is bound to another object. */
    private Optional<String> astray(String path, String tensor) {
        List<String> edges = EdgeNames.edges(path).orElse(List.of());
        int node = ObjectGraph.ROOT;
        Optional<Integer> object = Optional.of(ObjectGraph.ROOT);
        String at = "";
        for (int i = 0; i < edges.size(); i++) {
            String edge = edges.get(i);
            Optional<Edge> next = stored.node(node).child(edge);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get().node();
            at = EdgeNames.join(at, edge);
            object =
                    object.flatMap(from -> model.graph().node(from).child(edge)).map(Edge::node);
            Optional<Binding> bound = matching.ofNode(node);
            if (bound.isPresent() && !object.equals(Optional.of(bound.get().object()))) {
                String other = bound.get().path();
                return Optional.of("in the checkpoint \"" + at + "\" and \"" + other + "\" are the same object, and"
                        + " TensorFlow restores it as \"" + other + "\""
                        + untied(tensor, at.equals(tensor) ? other : at));
            }
        }
        return Optional.empty();
    }

    /** The repair, if a path is an alias of a tensor. */
    private String untied(String tensor, String path) {
        Named named = restoration.tensors().get(tensor);
        boolean second = named.aliases().contains(path) || named.name().equals(path);
        return second ? ": untie \"" + path + "\"" : "";
    }
}
