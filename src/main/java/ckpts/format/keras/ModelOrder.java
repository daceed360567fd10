package ckpts.format.keras;

import ckpts.checkpoint.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Places of layers and weights that a file did not have. Keras loads both by their order: it is that of the model, where
 * that is known. Else layers come last, and the weights of each as Keras's own classes have them.
 */
final class ModelOrder {
    /** What the optimizer trains. */
    private static final List<String> TRAINED = List.of(
            "gamma",
            "beta",
            "embeddings",
            "kernel",
            "depthwise_kernel",
            "pointwise_kernel",
            "recurrent_kernel",
            "alpha",
            "bias");

    /** What comes after all that it trains. */
    private static final List<String> COUNTED = List.of("moving_mean", "moving_variance");

    static final ModelOrder UNKNOWN = new ModelOrder(List.of(), false);

    private final Map<String, Integer> places = new HashMap<>();
    private final boolean certain;

    /**
     * @param names in the order of the model; none if it is not known
     * @param certain whether Keras loads them in this order: other manifests may list them in one of their own
     */
    ModelOrder(List<String> names, boolean certain) {
        names.forEach(name -> places.putIfAbsent(name, places.size()));
        this.certain = certain;
    }

    /** That of a manifest; certain if it was read from a file of Keras. */
    static ModelOrder of(Optional<Manifest> model) {
        return model.map(manifest -> new ModelOrder(
                        manifest.variables().stream()
                                .map(Manifest.Expected::name)
                                .toList(),
                        manifest.conventions(KerasState.class).isPresent()))
                .orElse(UNKNOWN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelOrder order && order.places.equals(places) && order.certain == certain;
    }

    @Override
    public int hashCode() {
        return places.hashCode();
    }

    /** Layers that may lie in any order, in the model's; as they are if that is not certain, or has not all of them. */
    List<String> sorted(List<String> layers, Map<String, List<String>> names) {
        List<String> weighted =
                layers.stream().filter(layer -> !names.get(layer).isEmpty()).toList();
        boolean known = certain
                && weighted.stream().allMatch(layer -> place(names.get(layer)).isPresent());
        if (!known) {
            return layers;
        }
        List<String> sorted = new ArrayList<>(weighted);
        sorted.sort(Comparator.comparingInt(layer -> place(names.get(layer)).orElseThrow()));
        layers.stream().filter(layer -> names.get(layer).isEmpty()).forEach(sorted::add);
        return sorted;
    }

    /** The same of a layer's weights. */
    List<String> sorted(List<String> weights) {
        if (!certain || place(weights).isEmpty()) {
            return weights;
        }
        List<String> sorted = new ArrayList<>(weights);
        sorted.sort(Comparator.comparingInt(places::get));
        return sorted;
    }

    /** The place of the first of these; empty if not all of them are the model's. */
    private OptionalInt place(List<String> names) {
        return places.keySet().containsAll(names)
                ? names.stream().mapToInt(places::get).min()
                : OptionalInt.empty();
    }

    /**
     * Layers with new ones among them: behind the layer that they follow in the model.
     *
     * @param read those that have their place
     * @param added those that need one
     * @param names of the weights of each, in scripts
     */
    List<String> arranged(List<String> read, List<String> added, Map<String, List<String>> names) {
        List<String> arranged = new ArrayList<>(read);
        List<String> sorted = new ArrayList<>(added);
        sorted.sort(Comparator.comparingInt(layer -> place(names.get(layer)).orElse(Integer.MAX_VALUE)));
        for (String layer : sorted) {
            OptionalInt own = place(names.get(layer));
            arranged.add(own.isEmpty() ? arranged.size() : before(own.getAsInt(), arranged, names), layer);
        }
        return arranged;
    }

    private int before(int own, List<String> arranged, Map<String, List<String>> names) {
        int first = arranged.size();
        int after = -1;
        int nearest = -1;
        for (int i = 0; i < arranged.size(); i++) {
            List<String> weights = names.get(arranged.get(i));
            OptionalInt place = weights.isEmpty() ? OptionalInt.empty() : place(weights);
            if (place.isPresent()) {
                first = Math.min(first, i);
                if (place.getAsInt() < own && place.getAsInt() > nearest) {
                    nearest = place.getAsInt();
                    after = i;
                }
            }
        }
        return after >= 0 ? after + 1 : first;
    }

    /**
     * The weights of a layer that it did not have, in their order.
     *
     * @param names in scripts, in the order of the checkpoint
     */
    List<String> weights(List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        if (place(names).isPresent()) {
            sorted.sort(Comparator.comparingInt(places::get));
            return sorted;
        }
        Map<String, Integer> scopes = new HashMap<>();
        names.forEach(name -> scopes.putIfAbsent(scope(name), scopes.size()));
        sorted.sort(Comparator.<String, Boolean>comparing(name -> COUNTED.contains(last(name)))
                .thenComparing(name -> scopes.get(scope(name)))
                .thenComparing(name -> rank(last(name))));
        return sorted;
    }

    private static int rank(String last) {
        int trained = TRAINED.indexOf(last);
        return trained >= 0 ? trained : COUNTED.contains(last) ? COUNTED.indexOf(last) : TRAINED.size();
    }

    /** Whether weights of several layers within one have an order that only the model knows. */
    boolean isGuessed(List<String> names) {
        return place(names).isEmpty()
                && names.stream().map(ModelOrder::scope).distinct().count() > 1;
    }

    private static String scope(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
