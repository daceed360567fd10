package ckpts.format.keras;

import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.keras.Placement.Placed;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.hdf5.type.Attribute;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The attributes of the new file: lists of names, metadata, and configurations in which layers have their new names. */
final class NewAttributes {
    /** Without a version, Keras takes a file for one of Keras 1, and converts it. */
    static final List<Attribute> OF_NEW_FILES =
            List.of(Attribute.of(RootAttributes.BACKEND, "tensorflow"), Attribute.of(RootAttributes.VERSION, "3.0.0"));

    private final Checkpoint checkpoint;
    private final Placement placement;
    private final Fields metadata;
    private final boolean renamed;

    NewAttributes(Checkpoint checkpoint, Placement placement) {
        this.checkpoint = checkpoint;
        this.placement = placement;
        Fields edited = checkpoint.metadata();
        Optional<ModelConfig> config = edited.values().get(RootAttributes.MODEL) instanceof Fields tree
                ? Optional.of(new ModelConfig(tree))
                : Optional.empty();
        Map<List<String>, String> names =
                config.map(own -> new LayerNames(placement, own).renamed()).orElse(Map.of());
        this.renamed = !names.isEmpty();
        this.metadata = renamed ? renamed(edited, config.orElseThrow(), names) : edited;
    }

    private static Fields renamed(Fields edited, ModelConfig config, Map<List<String>, String> names) {
        Fields changed = edited.with(
                RootAttributes.MODEL, Optional.of(config.renamed(names).tree()));
        return edited.values().get(RootAttributes.TRAINING) instanceof Fields training
                ? changed.with(RootAttributes.TRAINING, Optional.of(config.trainingRenamed(training, names)))
                : changed;
    }

    /** @param listing whether the list of layers is there, too */
    List<Attribute> ofRoot(List<Attribute> old, boolean listing) {
        List<Attribute> written = RootAttributes.written(old, metadata, this::isChanged);
        return listing ? NameList.replaced(written, NameList.LAYERS, listed()) : written;
    }

    private boolean isChanged(String name) {
        Optional<ckpts.checkpoint.Attribute> before =
                Optional.ofNullable(checkpoint.metadata().values().get(name));
        Optional<ckpts.checkpoint.Attribute> now =
                Optional.ofNullable(metadata.values().get(name));
        return checkpoint.metadataEdits().touch(name) || (renamed && !before.equals(now));
    }

    /** Of the group of layers, where that is not the root: version and backend are there again. */
    List<Attribute> ofWeights(List<Attribute> old) {
        List<Attribute> written = new ArrayList<>();
        for (Attribute attribute : old) {
            boolean set =
                    List.of(RootAttributes.VERSION, RootAttributes.BACKEND).contains(attribute.name())
                            && checkpoint.metadataEdits().touch(attribute.name())
                            && metadata.values().containsKey(attribute.name());
            written.add(
                    set
                            ? RootAttributes.stored(
                                    attribute.name(), metadata.values().get(attribute.name()))
                            : attribute);
        }
        return NameList.replaced(written, NameList.LAYERS, listed());
    }

    private List<String> listed() {
        return placement.layers().stream()
                .filter(layer -> !layer.isTopLevel())
                .map(PlacedLayer::name)
                .toList();
    }

    /** Of a group of weights. */
    static List<Attribute> ofLayer(List<Attribute> old, List<Placed> weights) {
        return NameList.replaced(
                old,
                NameList.WEIGHTS,
                weights.stream().map(weight -> weight.name().stored()).toList());
    }

    /** What is not as Keras would write it. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        castNote().ifPresent(notes::add);
        placement
                .guessed()
                .forEach(layer -> notes.add("Keras loads the weights of the layer \"" + layer.name()
                        + "\" by their order, which is that of the checkpoint: give the model's by `manifest`"));
        return notes;
    }

    /** What a configuration says no longer of the weights. */
    private Optional<String> castNote() {
        if (!metadata.values().containsKey(RootAttributes.MODEL)) {
            return Optional.empty();
        }
        TreeSet<String> types = new TreeSet<>();
        int count = 0;
        for (PlacedLayer layer : placement.layers()) {
            for (Placed weight : layer.weights()) {
                DType now = weight.entry().tensor().type().dtype();
                if (weight.origin()
                        .filter(origin -> origin.weight().tensor().type().dtype() != now)
                        .isPresent()) {
                    types.add(now.text());
                    count++;
                }
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(Counted.of(count, "weight is", "weights are") + " stored as " + String.join(", ", types)
                        + "; metadata." + RootAttributes.MODEL
                        + " keeps its dtypes, and Keras casts weights to these when it loads them");
    }
}
