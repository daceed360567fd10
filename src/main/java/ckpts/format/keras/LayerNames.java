package ckpts.format.keras;

import ckpts.format.keras.Placement.Placed;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.format.keras.StoredFile.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a configuration that get other names, since all of their weights did. Where only some did, or two layers
 * would get one name, there is a problem.
 */
final class LayerNames {
    private final Map<List<String>, Set<String>> votes = new LinkedHashMap<>();
    private final Map<List<String>, String> renamed = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    LayerNames(Placement placement, ModelConfig config) {
        for (PlacedLayer layer : placement.layers()) {
            for (Placed weight : layer.weights()) {
                weight.origin().flatMap(KerasState.Origin::layer).ifPresent(read -> vote(read, layer, weight, config));
            }
        }
        votes.forEach((layer, names) -> {
            String old = layer.get(layer.size() - 1);
            if (names.size() > 1) {
                problems.add("the weights of the layer \"" + String.join("/", layer)
                        + "\" would be in different layers (" + String.join(", ", names)
                        + "), and metadata.model_config has one: rename all of them alike");
            } else if (!names.contains(old)) {
                renamed.put(layer, names.iterator().next());
            }
        });
        requireDistinct(config);
    }

    private void vote(Layer read, PlacedLayer now, Placed weight, ModelConfig config) {
        count(List.of(read.name()), now.name());
        List<String> before = Arrays.asList(
                weight.origin().orElseThrow().weight().name().rest().split("/"));
        List<String> after = Arrays.asList(weight.name().rest().split("/"));
        if (before.size() != after.size()) {
            return;
        }
        List<Optional<List<String>>> layers = config.layersNamed(read.name(), before.subList(0, before.size() - 1));
        for (int i = 0; i < layers.size(); i++) {
            String name = after.get(i);
            layers.get(i).ifPresent(layer -> count(layer, name));
        }
    }

    private void count(List<String> layer, String name) {
        votes.computeIfAbsent(layer, any -> new LinkedHashSet<>()).add(name);
    }

    private void requireDistinct(ModelConfig config) {
        Map<String, String> before = new HashMap<>();
        for (String layer : config.layers()) {
            String now = renamed.getOrDefault(List.of(layer), layer);
            String other = before.putIfAbsent(now, layer);
            if (other != null) {
                problems.add("the layers \"" + other + "\" and \"" + layer + "\" of metadata.model_config would both be"
                        + " called \"" + now + "\": use another name");
            }
        }
    }

    /** Layers, as {@link ModelConfig} knows them, with the new last part of their names. */
    Map<List<String>, String> renamed() {
        return renamed;
    }

    List<String> problems() {
        return problems;
    }
}
