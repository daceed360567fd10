package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Attribute.Items;
import ckpts.checkpoint.Attribute.Text;
import ckpts.checkpoint.Attribute.Whole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's configuration with the names of its layers, in all spellings since Keras 1. Layers are known by the names of
 * the models that they are in, and their own last: {@code [block, inner]}.
 *
 * @param tree as it was read
 */
record ModelConfig(Fields tree) {
    private static final String CONFIG = "config";
    private static final String NAME = "name";
    private static final String LAYERS = "layers";
    private static final String COMPILED = "compile_config";

    /** What the layer's output is called, and which of several: in inbound nodes of Keras 2, and in Keras 3's histories. */
    private static final int REFERENCE = 3;

    private static final Set<String> BY_OUTPUT =
            Set.of("loss", "loss_weights", "metrics", "weighted_metrics", "sample_weight_mode");

    /** Names of the model's own layers, in their order. */
    List<String> layers() {
        return layersOf(tree).stream().flatMap(layer -> name(layer).stream()).toList();
    }

    /** The layers of a model that is described so. */
    static List<Fields> layersOf(Attribute model) {
        if (!(model instanceof Fields fields)) {
            return List.of();
        }
        Attribute config = fields.values().get(CONFIG);
        Attribute layers = config instanceof Fields inner ? inner.values().get(LAYERS) : config;
        if (!(layers instanceof Items items)) {
            return List.of();
        }
        return items.values().stream()
                .flatMap(layer ->
                        layer instanceof Fields one ? java.util.stream.Stream.of(one) : java.util.stream.Stream.empty())
                .toList();
    }

    /** What a layer that is described so calls itself. */
    static Optional<String> name(Fields layer) {
        Attribute own = layer.values().get(NAME);
        Attribute config = layer.values().get(CONFIG);
        Attribute inner = config instanceof Fields fields ? fields.values().get(NAME) : null;
        return own instanceof Text text
                ? Optional.of(text.value())
                : inner instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The class of what is described so, as Keras spells it in paths: {@code BatchNormalization} is batch_normalization. */
    static Optional<String> type(Fields described) {
        return described.values().get("class_name") instanceof Text text
                ? Optional.of(text.value()
                        .replaceAll("\\W+", "")
                        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(java.util.Locale.ROOT))
                : Optional.empty();
    }

    private static Optional<Fields> layer(Attribute model, String name) {
        return layersOf(model).stream()
                .filter(layer -> name(layer).filter(name::equals).isPresent())
                .findFirst();
    }

    /**
     * For each part of a weight's name, the layer of a nested model that it names; empty for parts that name none. Keras 2
     * leaves out the models between.
     *
     * @param layer the model's own layer that the weight is in
     */
    List<Optional<List<String>>> layersNamed(String layer, List<String> parts) {
        List<Optional<List<String>>> named = new ArrayList<>();
        Optional<Fields> model = layer(tree, layer);
        List<String> path = List.of(layer);
        for (String part : parts) {
            Optional<List<String>> found = model.flatMap(within -> below(within, part));
            if (found.isPresent()) {
                path = joined(path, found.get());
                for (String step : found.get()) {
                    model = model.flatMap(within -> layer(within, step));
                }
                named.add(Optional.of(path));
            } else {
                named.add(Optional.empty());
            }
        }
        return named;
    }

    /** The way from a model to a layer of this name: its own, or one of a model in it. */
    private static Optional<List<String>> below(Fields model, String name) {
        if (layer(model, name).isPresent()) {
            return Optional.of(List.of(name));
        }
        for (Fields inner : layersOf(model)) {
            Optional<List<String>> found = layersOf(inner).isEmpty() ? Optional.empty() : below(inner, name);
            if (found.isPresent() && name(inner).isPresent()) {
                return Optional.of(joined(List.of(name(inner).get()), found.get()));
            }
        }
        return Optional.empty();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }

    /** @param names of layers to their new last part */
    ModelConfig renamed(Map<List<String>, String> names) {
        return names.isEmpty() ? this : new ModelConfig(model(tree, List.of(), names));
    }

    private static Fields model(Fields model, List<String> path, Map<List<String>, String> names) {
        Map<String, String> own = new HashMap<>();
        names.forEach((layer, name) -> {
            if (layer.size() == path.size() + 1 && layer.subList(0, path.size()).equals(path)) {
                own.put(layer.get(path.size()), name);
            }
        });
        Attribute config = model.values().get(CONFIG);
        if (config instanceof Items layers) {
            return model.with(CONFIG, Optional.of(layers(layers, path, own, names)));
        }
        if (!(config instanceof Fields fields)) {
            return model;
        }
        Map<String, Attribute> changed = new LinkedHashMap<>(fields.values());
        changed.replaceAll((field, value) -> {
            if (field.equals(LAYERS) && value instanceof Items layers) {
                return layers(layers, path, own, names);
            }
            return field.equals("input_layers") || field.equals("output_layers") ? references(value, own) : value;
        });
        return model.with(CONFIG, Optional.of(new Fields(changed)));
    }

    private static Items layers(
            Items layers, List<String> path, Map<String, String> own, Map<List<String>, String> names) {
        return new Items(layers.values().stream()
                .map(layer -> layer instanceof Fields fields ? layer(fields, path, own, names) : layer)
                .toList());
    }

    private static Attribute layer(
            Fields layer, List<String> path, Map<String, String> own, Map<List<String>, String> names) {
        Optional<String> name = name(layer);
        if (name.isEmpty()) {
            return layer;
        }
        Fields inner = layersOf(layer).isEmpty() ? layer : model(layer, joined(path, List.of(name.get())), names);
        Map<String, Attribute> changed = new LinkedHashMap<>(inner.values());
        String renamed = own.getOrDefault(name.get(), name.get());
        changed.replaceAll((field, value) -> switch (field) {
            case NAME -> new Text(renamed);
            case CONFIG ->
                value instanceof Fields config && config.values().containsKey(NAME)
                        ? config.with(NAME, Optional.of(new Text(renamed)))
                        : value;
            case "inbound_nodes" -> references(value, own);
            default -> value;
        });
        return new Fields(changed);
    }

    /** Lists that begin with the name of a layer and two numbers, wherever they are. */
    private static Attribute references(Attribute value, Map<String, String> names) {
        if (value instanceof Fields fields) {
            Map<String, Attribute> changed = new LinkedHashMap<>(fields.values());
            changed.replaceAll((field, inner) -> references(inner, names));
            return new Fields(changed);
        }
        if (!(value instanceof Items items)) {
            return value;
        }
        List<Attribute> changed = new ArrayList<>();
        items.values().forEach(inner -> changed.add(references(inner, names)));
        if (isReference(changed) && changed.get(0) instanceof Text name) {
            changed.set(0, new Text(names.getOrDefault(name.value(), name.value())));
        }
        return new Items(changed);
    }

    private static boolean isReference(List<Attribute> items) {
        return items.size() >= REFERENCE && items.get(1) instanceof Whole && items.get(2) instanceof Whole;
    }

    /** Names of layers whose outputs are the model's. */
    private Set<String> outputs() {
        Set<String> outputs = new HashSet<>();
        if (tree.values().get(CONFIG) instanceof Fields config
                && config.values().containsKey("output_layers")) {
            collect(config.values().get("output_layers"), outputs);
        }
        return outputs;
    }

    private static void collect(Attribute value, Set<String> names) {
        if (value instanceof Items items
                && isReference(items.values())
                && items.values().get(0) instanceof Text name) {
            names.add(name.value());
        } else if (value instanceof Items items) {
            items.values().forEach(item -> collect(item, names));
        } else if (value instanceof Fields fields) {
            fields.values().values().forEach(item -> collect(item, names));
        }
    }

    /** The whole model as {@code .keras} has it, after layers were renamed: the training is a part of it. */
    Fields savedWith(Map<List<String>, String> names) {
        Fields renamed = renamed(names).tree();
        return renamed.values().get(COMPILED) instanceof Fields training
                ? renamed.with(COMPILED, Optional.of(trainingRenamed(training, names)))
                : renamed;
    }

    /** Names that two layers of one model have. */
    Set<String> twice() {
        Set<String> twice = new HashSet<>();
        twice(tree, twice);
        return twice;
    }

    private static void twice(Fields model, Set<String> twice) {
        Set<String> names = new HashSet<>();
        for (Fields layer : layersOf(model)) {
            name(layer).filter(name -> !names.add(name)).ifPresent(twice::add);
            twice(layer, twice);
        }
    }

    /**
     * The configuration of the training after layers of this model were renamed: losses and metrics of several outputs
     * are by the names of these.
     */
    Fields trainingRenamed(Fields training, Map<List<String>, String> names) {
        Set<String> outputs = outputs();
        Map<String, Attribute> changed = new LinkedHashMap<>(training.values());
        changed.replaceAll((field, value) -> {
            boolean byOutput = BY_OUTPUT.contains(field)
                    && value instanceof Fields fields
                    && outputs.containsAll(fields.values().keySet());
            if (!byOutput) {
                return value;
            }
            Map<String, Attribute> renamed = new LinkedHashMap<>();
            ((Fields) value).values().forEach((name, one) -> renamed.put(names.getOrDefault(List.of(name), name), one));
            return new Fields(renamed);
        });
        return new Fields(changed);
    }
}
