package ckpts.format.keras;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the objects of a model in the groups of a file, and what to call them. */
final class ObjectTree {
    private static final int DEEPEST = 100;
    private static final String CONFIG = "config";

    /**
     * Attributes of classes of Keras's own, whose objects Keras names in the paths of variables: of layers of recurrent
     * networks, wrappers and attention, in Keras 3 and tf_keras. Nobody else can rename these attributes.
     */
    private static final Map<String, String> INTERNAL = Map.ofEntries(
            Map.entry("cell", "lstm_cell"),
            Map.entry("forward_layer", ""),
            Map.entry("backward_layer", ""),
            Map.entry("layer", ""),
            Map.entry("query_dense", "einsum_dense"),
            Map.entry("key_dense", "einsum_dense"),
            Map.entry("value_dense", "einsum_dense"),
            Map.entry("output_dense", "einsum_dense"),
            Map.entry("_query_dense", "einsum_dense"),
            Map.entry("_key_dense", "einsum_dense"),
            Map.entry("_value_dense", "einsum_dense"),
            Map.entry("_output_dense", "einsum_dense"),
            Map.entry("seed_generator", "seed_generator"));

    private final Contents contents;

    /** What a tree is made of: groups with their attributes and members, and datasets. */
    interface Contents {
        /** Members of a group, as paths. */
        List<String> members(String group);

        boolean isDataset(String path);

        /** The attribute {@code name} of a group. */
        Optional<String> name(String group);

        Tensor weight(String dataset) throws IOException;

        MalformedFileException malformed(String problem);
    }

    private ObjectTree(Contents contents) {
        this.contents = contents;
    }

    /**
     * Reads the model.
     *
     * @param config the model's, if there is one
     */
    static SavedObject of(Contents contents, Optional<Fields> config) throws IOException {
        Fields inner = config.orElse(Fields.NONE);
        return new ObjectTree(contents).object("", Optional.empty(), Optional.of(inner), false, 0);
    }

    /** @param described the object's serialized form: class_name, config */
    private SavedObject object(
            String path, Optional<String> part, Optional<Fields> described, boolean isElement, int depth)
            throws IOException {
        if (depth > DEEPEST) {
            throw contents.malformed(path + " is nested deeper than any model is");
        }
        Optional<String> name = contents.name(path + "/" + SavedObject.VARIABLES);
        Optional<Fields> config = described.flatMap(one -> fields(one, CONFIG));
        Optional<String> type = type(path, name, described, isElement);
        List<SavedVariable> variables = variables(path, type, config);
        List<SavedObject> members = new ArrayList<>();
        for (String member : contents.members(path)) {
            if (!contents.isDataset(member) && !member.equals(path + "/" + SavedObject.VARIABLES)) {
                members.add(member(member, described, config, depth + 1));
            }
        }
        return new SavedObject(path, false, name, part, type, config, variables, members);
    }

    private SavedObject member(String path, Optional<Fields> owner, Optional<Fields> config, int depth)
            throws IOException {
        String element = path.substring(path.lastIndexOf('/') + 1);
        if (contents.members(path).contains(path + "/" + SavedObject.VARIABLES)) {
            Optional<String> internal = Optional.ofNullable(INTERNAL.get(element));
            Optional<String> own = contents.name(path + "/" + SavedObject.VARIABLES);
            String part = internal.isPresent() ? own.filter(ObjectTree::isPart).orElse(element) : element;
            Optional<Fields> described = config.flatMap(within -> fields(within, element));
            return object(path, Optional.of(part), described, false, depth);
        }
        boolean layers = SavedObject.LAYERS.contains(element);
        return list(path, layers ? owner : Optional.empty(), depth);
    }

    /** A list of objects, which has a part in names unless it is that of a model's layers. */
    private SavedObject list(String path, Optional<Fields> model, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw contents.malformed(path + " is nested deeper than any model is");
        }
        String element = path.substring(path.lastIndexOf('/') + 1);
        boolean layers = SavedObject.LAYERS.contains(element);
        Map<String, Fields> described = layers ? layers(model) : Map.of();
        List<SavedObject> members = new ArrayList<>();
        for (String member : contents.members(path)) {
            if (contents.isDataset(member)) {
                throw contents.malformed(member + " is a dataset, where an object of the model should be");
            }
            String own = member.substring(member.lastIndexOf('/') + 1);
            Optional<Fields> layer = Optional.ofNullable(described.get(own));
            boolean isObject =
                    contents.members(member).contains(member + "/" + SavedObject.VARIABLES) || layer.isPresent();
            if (isObject) {
                String part = layers ? layerName(member, layer).orElse(own) : own;
                members.add(object(member, Optional.of(part), layer, true, depth + 1));
            } else {
                members.add(list(member, Optional.empty(), depth + 1));
            }
        }
        return new SavedObject(
                path,
                true,
                Optional.empty(),
                layers ? Optional.empty() : Optional.of(element),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ordered(members, new ArrayList<>(described.keySet())));
    }

    private Optional<String> layerName(String path, Optional<Fields> described) {
        return contents.name(path + "/" + SavedObject.VARIABLES)
                .or(() -> described.flatMap(ModelConfig::name))
                .filter(ObjectTree::isPart);
    }

    private static boolean isPart(String name) {
        return !name.isEmpty() && name.indexOf('/') < 0 && !name.equals(".");
    }

    /** In the order of the configuration, if there is one; else by class, and by number within each. */
    private static List<SavedObject> ordered(List<SavedObject> members, List<String> config) {
        List<String> classes = new ArrayList<>();
        members.forEach(member -> classes.add(SavedObject.unnumbered(member.element())));
        Comparator<SavedObject> byClass = Comparator.<SavedObject>comparingInt(
                        member -> classes.indexOf(SavedObject.unnumbered(member.element())))
                .thenComparingInt(SavedObject::number);
        Comparator<SavedObject> byConfig = Comparator.comparingInt(
                member -> config.contains(member.element()) ? config.indexOf(member.element()) : Integer.MAX_VALUE);
        return members.stream().sorted(byConfig.thenComparing(byClass)).toList();
    }

    /** The layers of a model's configuration by what they are called in the list, in its order. */
    private static Map<String, Fields> layers(Optional<Fields> model) {
        Map<String, Fields> layers = new java.util.LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Fields layer : model.map(ModelConfig::layersOf).orElse(List.of())) {
            String type = ModelConfig.type(layer).orElse("");
            int number = counts.merge(type, 1, Integer::sum) - 1;
            layers.put(number == 0 ? type : type + "_" + number, layer);
        }
        return layers;
    }

    private Optional<String> type(String path, Optional<String> name, Optional<Fields> described, boolean isElement) {
        Optional<String> told = described.flatMap(ModelConfig::type);
        if (told.isPresent()) {
            return told;
        }
        String element = path.substring(path.lastIndexOf('/') + 1);
        if (isElement) {
            return Optional.of(SavedObject.unnumbered(element));
        }
        Optional<String> internal = Optional.ofNullable(INTERNAL.get(element)).filter(type -> !type.isEmpty());
        // Keras names an object after its class and a number, if nobody else did.
        return internal.or(() -> name.map(SavedObject::unnumbered).filter(VariableNames::isKnown));
    }

    private List<SavedVariable> variables(String path, Optional<String> type, Optional<Fields> config)
            throws IOException {
        List<String> datasets = contents.members(path + "/" + SavedObject.VARIABLES).stream()
                .filter(contents::isDataset)
                .sorted(Comparator.comparing(ObjectTree::position))
                .toList();
        List<Tensor> tensors = new ArrayList<>();
        for (String dataset : datasets) {
            tensors.add(contents.weight(dataset));
        }
        boolean counted = true;
        for (int i = 0; i < datasets.size(); i++) {
            counted &= datasets.get(i).endsWith("/" + i);
        }
        List<TensorType> types = tensors.stream().map(Tensor::type).toList();
        Optional<List<String>> names =
                counted ? type.flatMap(known -> VariableNames.of(known, types, config)) : Optional.empty();
        List<SavedVariable> variables = new ArrayList<>();
        for (int i = 0; i < datasets.size(); i++) {
            String key = datasets.get(i).substring(path.length() + 1);
            int place = i;
            variables.add(new SavedVariable(
                    datasets.get(i), names.map(known -> known.get(place)).orElse(key), tensors.get(i)));
        }
        return variables;
    }

    /** Numbers by their value, before everything else. */
    private static BigInteger position(String dataset) {
        String key = dataset.substring(dataset.lastIndexOf('/') + 1);
        return key.matches("[0-9]{1,18}") ? new BigInteger(key) : BigInteger.ONE.shiftLeft(64);
    }

    private static Optional<Fields> fields(Fields within, String field) {
        Attribute value = within.values().get(field);
        return value instanceof Fields fields ? Optional.of(fields) : Optional.empty();
    }
}
