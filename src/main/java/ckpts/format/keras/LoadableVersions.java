package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Attribute.Items;
import ckpts.checkpoint.Attribute.Real;
import ckpts.checkpoint.Attribute.Text;
import ckpts.checkpoint.Attribute.Whole;
import ckpts.checkpoint.AttributePath;
import ckpts.naming.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of Keras that can load a model from its configuration, by what is in it. Classes and functions of the
 * user's are taken to be there. Immutable.
 *
 * @param requirements the parts of the configuration that not all versions can load, in their order
 */
record LoadableVersions(List<Requirement> requirements) {
    private static final List<String> ENDS = List.of("input_layers", "output_layers");
    private static final Set<String> POLICIES = Set.of("DTypePolicy", "FloatDTypePolicy", "DTypePolicyMap");
    private static final Set<String> RENAMED_INITIALIZERS = Set.of("Orthogonal", "Identity");
    private static final Set<String> SHORT_LOSSES = Set.of("mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE");

    /** The end of Keras 2's module of models made of layers, which only it has. */
    private static final String MODELS_OF_2 = ".engine.functional";

    private static final String UNCOMPILED = " (load_model(..., compile=False) does not look)";
    private static final int POLICY_OF_2_GONE = 3;
    private static final int SINGLE_ENDS = 4;
    private static final int INT8 = 2;
    private static final int TABLES_OF_INT8 = 3;
    private static final int FLOAT8 = 3;
    private static final int QUANTIZED_OBJECTS = 4;
    private static final int INITIALIZERS_RENAMED = 4;
    private static final int SINGLE_MEAN = 8;
    private static final int ATTENTION_MISREAD = 14;

    /** The kind of file that has the configuration: each is read by other code. */
    enum Container {
        H5,
        ARCHIVE
    }

    /**
     * A part of the configuration that only some versions can load.
     *
     * @param at the first place where it stands
     * @param count how many there are of it
     * @param reason as a sentence
     */
    record Requirement(AttributePath at, int count, String reason, KerasVersions versions) {
        /** The reason, and how many places have the same. */
        String text() {
            return count == 1 ? reason : reason + " (and " + Counted.of(count - 1, "more place") + ")";
        }
    }

    LoadableVersions {
        requirements = List.copyOf(requirements);
    }

    /**
     * @param at where the configuration is
     * @param config of a model, or of its training
     */
    static LoadableVersions of(AttributePath at, Attribute config, Container container) {
        Search search = new Search(container);
        ConfiguredObject.in(at, config).forEach(search::object);
        return new LoadableVersions(List.copyOf(search.found.values()));
    }

    /** The configuration of the training in an HDF5 file. */
    static LoadableVersions ofTraining(AttributePath at, Fields training) {
        Search search = new Search(Container.H5);
        ConfiguredObject.in(at, training).forEach(search::object);
        search.losses(at, training.values().get("loss"));
        search.optimizer(training.values().get("optimizer_config"), at);
        return new LoadableVersions(List.copyOf(search.found.values()));
    }

    LoadableVersions and(LoadableVersions other) {
        List<Requirement> both = new ArrayList<>(requirements);
        both.addAll(other.requirements);
        return new LoadableVersions(both);
    }

    /** The versions that can load it. */
    KerasVersions versions() {
        return requirements.stream().map(Requirement::versions).reduce(KerasVersions.ALL, KerasVersions::and);
    }

    private static final class Search {
        private final Container container;
        private final Map<String, Requirement> found = new LinkedHashMap<>();

        Search(Container container) {
            this.container = container;
        }

        private void add(AttributePath at, String reason, KerasVersions versions) {
            if (!versions.isAll()) {
                found.merge(
                        reason,
                        new Requirement(at, 1, reason, versions),
                        (first, next) -> new Requirement(first.at(), first.count() + 1, reason, versions));
            }
        }

        private void only(AttributePath at, String what, KerasVersions versions) {
            add(at, what + " only by " + versions.agents(), versions);
        }

        private void object(ConfiguredObject object) {
            arguments(object);
            policy(object);
            mistaken(object);
            if (object.isLayer()) {
                layer(object);
            }
            if (container == Container.ARCHIVE) {
                ofArchives(object);
            }
            if (!object.layers().isEmpty()) {
                ends(object);
                nodes(object);
            }
        }

        private void arguments(ConfiguredObject object) {
            object.arguments()
                    .keySet()
                    .forEach(name -> ClassTable.standard()
                            .argument(object.className(), name)
                            .ifPresent(entry -> known(
                                    object.argument(name), name + " of " + object.className() + " is read", entry)));
        }

        private void known(AttributePath at, String what, ClassTable.Entry entry) {
            if (entry.ofKeras1()) {
                add(at, what + " only by Keras 1, and by Keras 2 up to 2.3", entry.versions());
            } else {
                only(at, what, entry.versions());
            }
        }

        private void layer(ConfiguredObject layer) {
            Set<String> arguments = layer.arguments().keySet();
            boolean operation = arguments.equals(Set.of("name")) || arguments.equals(Set.of("dtype"));
            if (container == Container.H5 && operation && !layer.className().contains(">")) {
                add(
                        layer.field("class_name"),
                        "no Keras finds an operation of keras.ops in an .h5 file: save the model as .keras",
                        KerasVersions.NONE);
                return;
            }
            ClassTable.standard()
                    .layer(layer.className())
                    .ifPresent(entry ->
                            known(layer.field("class_name"), "the layer " + layer.className() + " is known", entry));
        }

        private void policy(ConfiguredObject object) {
            quantized(object);
            if (POLICIES.contains(object.className())) {
                only(object.at(), "a dtype that is an object is read", KerasVersions.OF_KERAS_3);
            } else if (object.className().equals("Policy")) {
                only(
                        object.at(),
                        "a dtype that is a policy of Keras 2 is read",
                        KerasVersions.OF_TF_KERAS.or(KerasVersions.before(POLICY_OF_2_GONE)));
            }
        }

        /** A quantized dtype: until Keras 3.3 it is a string. */
        private void quantized(ConfiguredObject object) {
            Attribute dtype = object.arguments().get("dtype");
            String mode = dtype instanceof Text text && text.value().contains("_from_")
                    ? text.value()
                    : dtype instanceof Fields fields
                                    && fields.values().get("config") instanceof Fields config
                                    && config.values().get("mode") instanceof Text text
                            ? text.value()
                            : "";
            AttributePath at = object.argument("dtype");
            if (dtype instanceof Fields && !mode.isEmpty()) {
                only(at, "a quantized dtype that is an object is read", KerasVersions.since(QUANTIZED_OBJECTS));
            }
            if (mode.startsWith("int8")) {
                boolean table = object.className().equals("Embedding");
                only(
                        at,
                        (table ? "an Embedding" : "a layer") + " of int8 is read",
                        KerasVersions.since(table ? TABLES_OF_INT8 : INT8));
            } else if (mode.startsWith("int4") && !object.arguments().toString().contains("block_size")) {
                only(at, "int4 without blocks is read", KerasVersions.parsed("3.11-3.13"));
            } else if (mode.startsWith("float8") && container == Container.H5) {
                add(at, "no Keras finds the scales of float8 in an .h5 file", KerasVersions.NONE);
            } else if (mode.startsWith("float8")) {
                only(at, "a layer of float8 is read", KerasVersions.since(FLOAT8));
            }
        }

        /** What Keras reads wrongly in an HDF5 file alone, or read wrongly for some time. */
        private void mistaken(ConfiguredObject object) {
            if (object.className().equals("Attention")
                    && container == Container.H5
                    && object.arguments().get("score_mode") instanceof Text) {
                only(
                        object.argument("score_mode"),
                        "score_mode of Attention in an .h5 file is read",
                        KerasVersions.OF_TF_KERAS.or(KerasVersions.before(ATTENTION_MISREAD)));
            }
            boolean renamed = RENAMED_INITIALIZERS.contains(object.className()) && !object.isLayer();
            if (renamed && container == Container.H5) {
                only(
                        object.field("class_name"),
                        "the initializer " + object.className() + " in an .h5 file is found",
                        KerasVersions.OF_TF_KERAS.or(KerasVersions.since(INITIALIZERS_RENAMED)));
            }
            Attribute mean = object.arguments().get("mean");
            if (object.className().equals("Normalization") && (mean instanceof Real || mean instanceof Whole)) {
                only(
                        object.argument("mean"),
                        "a single mean of Normalization is read",
                        KerasVersions.OF_TF_KERAS.or(KerasVersions.since(SINGLE_MEAN)));
            }
        }

        private void ofArchives(ConfiguredObject object) {
            object.text("module")
                    .filter(module -> module.endsWith(MODELS_OF_2))
                    .ifPresent(module -> only(
                            object.field("module"), "the module " + module + " is known", KerasVersions.OF_TF_KERAS));
            if (object.arguments().containsKey("batch_input_shape")
                    && !object.className().equals("InputLayer")) {
                only(
                        object.argument("batch_input_shape"),
                        "batch_input_shape of other layers than InputLayer is read",
                        KerasVersions.OF_TF_KERAS);
            }
        }

        /** Inputs and outputs: a single one stands there without a list around it since Keras 3.4. */
        private void ends(ConfiguredObject model) {
            for (String end : ENDS) {
                boolean single = model.arguments().get(end) instanceof Items items
                        && !items.values().isEmpty()
                        && items.values().get(0) instanceof Text;
                if (single) {
                    only(
                            model.argument(end),
                            end + " without a list around a single one are read",
                            KerasVersions.OF_TF_KERAS.or(KerasVersions.since(SINGLE_ENDS)));
                }
            }
        }

        /** Keras 2 counts the making of a nested model as its first call, which Keras 3 does not. */
        private void nodes(ConfiguredObject model) {
            Map<String, Integer> calls = new HashMap<>();
            for (ConfiguredObject layer : model.layers()) {
                if (layer.fields().values().get("inbound_nodes") instanceof Items nodes) {
                    layer.text("name")
                            .ifPresent(name -> calls.merge(name, nodes.values().size(), Integer::max));
                }
            }
            for (ConfiguredObject layer : model.layers()) {
                references(layer.field("inbound_nodes"), layer.fields().values().get("inbound_nodes"), calls);
            }
            ENDS.forEach(
                    end -> references(model.argument(end), model.arguments().get(end), calls));
        }

        private void references(AttributePath at, Attribute value, Map<String, Integer> calls) {
            if (!(value instanceof Items items)) {
                return;
            }
            List<Attribute> values = items.values();
            boolean reference = values.size() > 2
                    && values.get(0) instanceof Text
                    && values.get(1) instanceof Whole
                    && values.get(2) instanceof Whole;
            if (!reference) {
                values.forEach(inner -> references(at, inner, calls));
                return;
            }
            String name = ((Text) values.get(0)).value();
            Optional<Integer> known = Optional.ofNullable(calls.get(name));
            if (known.filter(count ->
                            count > 0 && ((Whole) values.get(1)).value().intValue() >= count)
                    .isPresent()) {
                only(at, "calls of the model \"" + name + "\" counted from 1 are found", KerasVersions.OF_TF_KERAS);
            }
        }

        private void optimizer(Attribute optimizer, AttributePath at) {
            if (optimizer instanceof Fields fields
                    && fields.values().get("class_name") instanceof Text name
                    && name.value().equals("Lamb")) {
                add(
                        then(at, "optimizer_config"),
                        "no Keras finds the optimizer Lamb in an .h5 file" + UNCOMPILED,
                        KerasVersions.NONE);
            }
        }

        private static AttributePath then(AttributePath at, String field) {
            List<AttributePath.Step> steps = new ArrayList<>(at.steps());
            steps.add(new AttributePath.Step.Field(field));
            return new AttributePath(steps);
        }

        private void losses(AttributePath at, Attribute loss) {
            if (loss instanceof Text text && SHORT_LOSSES.contains(text.value())) {
                only(
                        then(at, "loss"),
                        "the loss \"" + text.value() + "\" in an .h5 file" + UNCOMPILED + " is found",
                        KerasVersions.OF_TF_KERAS);
            }
        }
    }
}
