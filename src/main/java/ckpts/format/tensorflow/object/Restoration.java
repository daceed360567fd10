package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.tensorflow.object.GraphEdit.Edited;
import ckpts.format.tensorflow.object.Matching.Binding;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * TensorFlow's restore of a checkpoint into a model, side by side with the names of both.
 *
 * @param stored the object graph of the checkpoint
 * @param model that is restored
 * @param matching which nodes of the graph TensorFlow binds to which objects
 * @param keys of the tensors, by their names in scripts
 * @param nameOfKey the same, the other way round
 * @param tensors by their names in scripts
 * @param tensorOf variable of the model to its tensor in the checkpoint by name
 */
record Restoration(
        ObjectGraph stored,
        ModelGraph model,
        Matching matching,
        Map<String, String> keys,
        Map<String, String> nameOfKey,
        Map<String, Named> tensors,
        Map<String, String> tensorOf) {
    static final String MARK = ObjectNames.ATTRIBUTES.substring(1);
    /** No assertion of TensorFlow fails. */
    static final String SILENTLY = ", without a warning";

    /** @throws IOException if the graph hits a limit of this reader */
    static Restoration of(Edited checkpoint, ModelGraph model, Map<String, String> tensorOf) throws IOException {
        ObjectGraph stored = checkpoint.graph();
        Map<String, String> nameOfKey = new HashMap<>();
        checkpoint.keys().forEach((name, key) -> nameOfKey.put(key, name));
        Matching matching = Matching.of(stored, model.graph());
        Map<String, Named> tensors = new HashMap<>();
        ObjectNames names = ObjectNames.of(stored, new TreeSet<>(nameOfKey.keySet()));
        names.tensors().forEach(named -> tensors.put(nameOfKey.get(named.key()), named));
        return new Restoration(stored, model, matching, checkpoint.keys(), nameOfKey, tensors, tensorOf);
    }

    /**
     * The key that TensorFlow reads for a variable, derived from that of the node's first attribute; empty if it fails.
     */
    Optional<String> key(Binding binding) {
        List<Attribute> attributes = stored.node(binding.node()).attributes();
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        String key = attributes.get(0).key();
        int at = key.lastIndexOf(MARK);
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + MARK.length()) + ObjectNames.VALUE);
    }

    /** The manifest's name for an object with values. */
    String name(int object) {
        List<Expected> variables = model.variables().getOrDefault(object, List.of());
        return variables.isEmpty()
                ? matching.ofObject(object).map(Binding::path).orElse("")
                : variables.get(0).name();
    }
}
