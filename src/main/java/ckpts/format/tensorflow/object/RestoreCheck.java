package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphEdit.Edited;
import ckpts.format.tensorflow.object.Matching.Binding;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import ckpts.format.tensorflow.object.RestoreFinding.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares TensorFlow's restore with the names.
 *
 * <p>Reports variables that get no value, or another variable's; then unused values, unless their variable was reported
 * already. For one check.
 */
public final class RestoreCheck {
    private static final String MARK = ObjectNames.ATTRIBUTES.substring(1);
    /** No assertion of TensorFlow fails. */
    private static final String SILENTLY = ", without a warning";

    private final ObjectGraph stored;
    private final ModelGraph model;
    private final Matching matching;
    private final Map<String, String> keys;
    private final Map<String, String> nameOfKey = new HashMap<>();
    /** Tensors by their names in scripts. */
    private final Map<String, Named> tensors = new HashMap<>();

    private final Map<String, Integer> lastWithKey = new HashMap<>();
    private final Map<String, String> tensorOf;
    private final Set<String> reported = new HashSet<>();
    private final List<RestoreFinding> findings = new ArrayList<>();

    /** @throws IOException if the graph hits a limit of this reader */
    private RestoreCheck(Edited checkpoint, ModelGraph model, Map<String, String> tensorOf) throws IOException {
        this.stored = checkpoint.graph();
        this.model = model;
        this.tensorOf = tensorOf;
        this.keys = checkpoint.keys();
        keys.forEach((name, key) -> nameOfKey.put(key, name));
        this.matching = Matching.of(stored, model.graph());
        ObjectNames names = ObjectNames.of(stored, new TreeSet<>(keys.values()));
        names.tensors().forEach(named -> tensors.put(nameOfKey.get(named.key()), named));
        for (Binding binding : matching.restored()) {
            if (model.isVariable(binding.object())) {
                key(binding).ifPresent(key -> lastWithKey.put(key, binding.object()));
            }
        }
    }

    /**
     * Checks one checkpoint.
     *
     * @param checkpoint the checkpoint as it would be saved
     * @param model the model to restore
     * @param tensorOf variable of the model to its tensor in the checkpoint by name
     */
    public static List<RestoreFinding> findings(Edited checkpoint, ModelGraph model, Map<String, String> tensorOf) {
        RestoreCheck check;
        try {
            check = new RestoreCheck(checkpoint, model, tensorOf);
        } catch (IOException e) {
            return List.of(new RestoreFinding(
                    Effect.UNFILLED, Notice.RESTORE, "how it would be restored is unknown: " + e.getMessage()));
        }
        model.variables().forEach((object, variables) -> variables.forEach(variable -> check.judge(object, variable)));
        check.counter();
        check.bound();
        check.unbound();
        return check.findings;
    }

    // ---- variables of the model

    private void judge(int object, Expected variable) {
        String tensor = tensorOf.get(variable.name());
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
            unfilled(Notice.NONE, variable, " keeps its initial value" + SILENTLY + first + ", which has no value");
        } else if (model.isVariable(object) && !node.attributes().isEmpty()) {
            judgeVariable(binding.get(), variable, first);
        } else if (!node.attributes().isEmpty()) {
            judgeState(binding.get(), variable, first);
        }
    }

    private void judgeVariable(Binding binding, Expected variable, String first) {
        Optional<String> key = key(binding);
        if (key.isEmpty()) {
            String found = stored.node(binding.node()).attributes().get(0).key();
            unfilled(
                    Notice.RESTORE,
                    variable,
                    " cannot be restored" + first + ", with the key \"" + found + "\", which does not contain \"" + MARK
                            + "\"");
        } else if (!nameOfKey.containsKey(key.get())) {
            unfilled(
                    Notice.RESTORE,
                    variable,
                    " cannot be restored" + first + ", and looks for the key \"" + key.get() + "\", which is missing");
        } else if (!key.get().equals(keys.get(tensorOf.get(variable.name())))) {
            String other = nameOfKey.get(key.get());
            unfilled(
                    Notice.NONE,
                    variable,
                    " gets the values of \"" + other + "\"" + SILENTLY + first + ordered(binding));
        } else if (lastWithKey.get(key.get()) != binding.object()) {
            unfilled(
                    Notice.NONE,
                    variable,
                    " keeps its initial value" + SILENTLY + ": its key is also that of \""
                            + name(lastWithKey.get(key.get())) + "\", and TensorFlow restores one of them");
        }
    }

    /** The repair, if the path goes through an optimizer's list. */
    private static String ordered(Binding binding) {
        boolean listed = binding.path().contains(Optimizers.TRAINED + "/");
        return listed ? ": give the model's order in the manifest, as \"optimizer_order\"" : "";
    }

    /** A table, an iterator, Python state: matched by the names of attributes. */
    private void judgeState(Binding binding, Expected variable, String first) {
        String key = keys.get(tensorOf.get(variable.name()));
        List<Attribute> taken = stored.node(binding.node()).attributes().stream()
                .filter(attribute -> model.takes(binding.object(), attribute.name()))
                .toList();
        if (taken.isEmpty()) {
            unfilled(
                    Notice.NONE, variable, " keeps its initial value" + SILENTLY + first + ", which has no such value");
        } else if (taken.stream().noneMatch(attribute -> key.startsWith(attribute.key()))) {
            String other = taken.get(0).key();
            unfilled(Notice.NONE, variable, " gets the value under \"" + other + "\"" + SILENTLY + first);
        }
    }

    /**
     * The key that TensorFlow reads for a variable, derived from that of the node's first attribute; empty if it fails.
     */
    private Optional<String> key(Binding binding) {
        List<Attribute> attributes = stored.node(binding.node()).attributes();
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        String key = attributes.get(0).key();
        int at = key.lastIndexOf(MARK);
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + MARK.length()) + ObjectNames.VALUE);
    }

    private void unfilled(Notice notice, Expected variable, String text) {
        reported.add(tensorOf.get(variable.name()));
        findings.add(new RestoreFinding(Effect.UNFILLED, notice, "\"" + variable.name() + "\"" + text));
    }

    /** The reason why nothing is bound to the object of a variable. */
    private String unreached(Expected variable, String tensor) {
        if (tensors.get(tensor).place().isEmpty()) {
            return "the checkpoint has it, but not in its object graph";
        }
        List<String> paths = new ArrayList<>();
        if (GraphEdit.isSlotReference(variable.name())) {
            SlotReferences.Reference slot = SlotReferences.Reference.parse(variable.name());
            paths.addAll(List.of(slot.owner(), slot.optimizer()));
        } else {
            paths.add(GraphEdit.path(variable.name()));
            variable.aliases().forEach(alias -> paths.add(GraphEdit.path(alias)));
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
        Named named = tensors.get(tensor);
        boolean second = named.aliases().contains(path) || named.name().equals(path);
        return second ? ": untie \"" + path + "\"" : "";
    }

    // ---- values of the checkpoint

    private void counter() {
        Optional<Binding> binding = model.counter().flatMap(matching::ofObject);
        boolean filled =
                binding.filter(found -> stored.node(found.node()).isStored()).isPresent();
        if (model.counter().isPresent() && !filled) {
            findings.add(new RestoreFinding(
                    Effect.UNFILLED,
                    binding.isPresent() ? Notice.NONE : Notice.ASSERT_EXISTING_OBJECTS_MATCHED,
                    "\"" + Role.SAVE_COUNTER + "\" is missing, and restore() creates one: load the checkpoint"
                            + " with read(), and let the manifest say so: \"restored_by\": \"read\""));
        }
    }

    /** Values of bound nodes that their objects do not accept. */
    private void bound() {
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
                    String cause = notice == Notice.NONE ? SILENTLY : "";
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
                    SILENTLY + ": TensorFlow has restored \"" + name(first.object()) + "\" through \"" + first.path()
                            + "\" already: drop one");
        }
    }

    /** Nodes from which nothing is restored. */
    private void unbound() {
        for (int node = 0; node < stored.size(); node++) {
            if (matching.ofNode(node).isEmpty()) {
                for (Attribute attribute : stored.node(node).attributes()) {
                    boolean counter = stored.node(ObjectGraph.ROOT)
                            .child(Role.SAVE_COUNTER)
                            .equals(Optional.of(new Edge(Role.SAVE_COUNTER, node)));
                    String cause = counter && model.counter().isEmpty()
                            ? ": read() does not create a counter: drop \"" + Role.SAVE_COUNTER + "\""
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
        if (nameOfKey.containsKey(attribute.key())) {
            return List.of(nameOfKey.get(attribute.key()));
        }
        return tensors.entrySet().stream()
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

    /** The manifest's name for an object with values. */
    private String name(int object) {
        List<Expected> variables = model.variables().getOrDefault(object, List.of());
        return variables.isEmpty()
                ? matching.ofObject(object).map(Binding::path).orElse("")
                : variables.get(0).name();
    }
}
