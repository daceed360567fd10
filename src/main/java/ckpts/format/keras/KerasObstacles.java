package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.StorageHint;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Weight;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reasons why a checkpoint cannot be stored in a Keras file, or would not load from it. */
final class KerasObstacles {
    private static final String ALONE = "write `drop metadata." + RootAttributes.MODEL + "` to store weights alone";
    private static final String UNLOADABLE = ", and Keras would not load the model: " + ALONE;

    private final Checkpoint checkpoint;
    private final Optional<KerasState> state;
    private final Placement placement;
    private final List<String> obstacles = new ArrayList<>();

    private KerasObstacles(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.state = checkpoint.conventions(KerasState.class);
        this.placement = new Placement(checkpoint);
    }

    /** A sentence for each obstacle; empty if there is none. */
    static List<String> of(Checkpoint checkpoint) {
        KerasObstacles found = new KerasObstacles(checkpoint);
        found.obstacles.addAll(found.placement.problems());
        Placement.stored(checkpoint).forEach(entry -> type(entry).ifPresent(found.obstacles::add));
        aliases(checkpoint, found.obstacles);
        found.metadata();
        found.optimizer();
        found.configuration();
        return found.obstacles;
    }

    /** Why the elements of a tensor cannot be in Keras's files. */
    static Optional<String> type(Entry entry) {
        DType dtype = entry.tensor().type().dtype();
        if (ElementTypes.datatype(dtype).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                dtype == DType.OPAQUE
                        ? StorageHint.ofUnknownType(entry.name())
                        : "\"" + entry.name() + "\" has elements of type " + dtype + ", which Keras's files do not have"
                                + wayOut(entry.name(), dtype));
    }

    private static String wayOut(String name, DType dtype) {
        return switch (dtype.kind()) {
            case COMPLEX -> StorageHint.cast(name, "complex64");
            case FLOAT -> StorageHint.cast(name, "float16");
            case SIGNED -> StorageHint.cast(name, "int8");
            case UNSIGNED, BOOL -> StorageHint.cast(name, "uint8");
            case QUANTIZED, OPAQUE -> StorageHint.drop(name);
        };
    }

    /** Aliases, which Keras's files do not have. */
    static void aliases(Checkpoint checkpoint, List<String> obstacles) {
        checkpoint
                .aliases()
                .forEach((alias, name) -> obstacles.add("\"" + alias + "\" is an alias of \"" + name
                        + "\", and Keras's files have one name for each weight: write `untie \"" + alias
                        + "\"` to store the value twice, and `drop \"" + alias + "\"` after it to store it once"));
    }

    private void metadata() {
        Attribute.Fields edited = checkpoint.metadata();
        checkpoint.metadataEdits().given().forEach(field -> {
            Attribute value = edited.values().get(field);
            String place = "metadata" + AttributePath.of(field).written();
            if (field.startsWith(NameList.LAYERS)) {
                obstacles.add(place + " is Keras's list of layers, which follows from the names of tensors"
                        + StorageHint.dropMetadata(field));
            } else if (value != null && !RootAttributes.isStorable(field, value)) {
                obstacles.add(place + " is " + value.kind() + ", which an attribute of this name cannot be"
                        + StorageHint.dropMetadata(field));
            }
        });
    }

    /** Weights of an optimizer are found by their order. */
    private void optimizer() {
        List<Entry> own = Placement.stored(checkpoint).stream()
                .filter(entry -> entry.role().isOptimizer())
                .toList();
        Optional<Layer> read = state.flatMap(stored -> stored.file().optimizer());
        if (read.isEmpty()) {
            int count = Math.max(own.size(), placement.optimizer().size());
            if (count > 0) {
                obstacles.add("a file of Keras weights has no place for " + Counted.of(count, "tensor", "tensors")
                        + " of an optimizer: write `drop optimizer`");
            }
            return;
        }
        int before = read.get().weights().size();
        long kept = placement.optimizer().stream()
                .filter(weight -> weight.origin().isPresent())
                .count();
        int now = placement.optimizer().size();
        if (now > 0 && (now != before || kept != before)) {
            obstacles.add("Keras finds an optimizer's weights by their order, and of the " + before + " of this one "
                    + (kept < before ? kept + " are left" : now - kept + " more were added")
                    + ": write `drop optimizer`");
        }
    }

    private void configuration() {
        Attribute model = checkpoint.metadata().values().get(RootAttributes.MODEL);
        if (state.isEmpty() || model == null) {
            return;
        }
        if (!(model instanceof Attribute.Fields tree)) {
            if (placement.layers().stream().anyMatch(layer -> !isAsRead(layer)) || isAnyGone()) {
                obstacles.add("layers or their names changed, and metadata." + RootAttributes.MODEL
                        + " is not JSON in which they could be changed: " + ALONE);
            }
            return;
        }
        ModelConfig config = new ModelConfig(tree);
        LayerNames names = new LayerNames(placement, config);
        obstacles.addAll(names.problems());
        names.renamed().values().stream()
                .filter(name -> name.indexOf('/') >= 0 && isOfKeras3())
                .forEach(name -> obstacles.add("the layer of metadata." + RootAttributes.MODEL + " would be called \""
                        + name + "\", and Keras 3 allows no slash in the name of a layer: use another name"));
        Set<String> known = new HashSet<>(config.layers());
        for (Layer layer : state.get().file().layers()) {
            if (known.contains(layer.name())) {
                complete(layer);
            }
        }
        known.removeIf(layer -> names.renamed().containsKey(List.of(layer)));
        known.addAll(names.renamed().values());
        for (PlacedLayer layer : placement.layers()) {
            if (!layer.isTopLevel() && !layer.weights().isEmpty() && !known.contains(layer.name())) {
                obstacles.add(
                        "the layer \"" + layer.name() + "\" is not in metadata." + RootAttributes.MODEL + UNLOADABLE);
            }
        }
        shapes();
    }

    private boolean isOfKeras3() {
        Attribute version = checkpoint.metadata().values().get(RootAttributes.VERSION);
        return version instanceof Attribute.Text text && text.value().startsWith("3");
    }

    private boolean isAsRead(PlacedLayer layer) {
        return layer.origin()
                .filter(read -> read.name().equals(layer.name())
                        && read.weights().size() == layer.weights().size())
                .isPresent();
    }

    private boolean isAnyGone() {
        return placement.layers().size() != state.orElseThrow().file().layers().size();
    }

    /** A layer of the configuration needs all of its weights, and no others. */
    private void complete(Layer layer) {
        Set<Weight> left = new HashSet<>(layer.weights());
        long more = 0;
        for (PlacedLayer now : placement.layers()) {
            for (Placement.Placed weight : now.weights()) {
                weight.origin().ifPresent(origin -> left.remove(origin.weight()));
                boolean replaces = weight.origin().isEmpty()
                        && now.name().equals(layer.name())
                        && left.removeIf(old -> old.name().equals(weight.name()));
                more += weight.origin().isEmpty() && now.name().equals(layer.name()) && !replaces ? 1 : 0;
            }
        }
        if (!left.isEmpty() || more > 0) {
            int kept = layer.weights().size() - left.size();
            String change = left.isEmpty()
                    ? ", and the checkpoint has " + more + " more"
                    : ", of which the checkpoint has " + (kept == 0 ? "none" : kept);
            obstacles.add("the layer \"" + layer.name() + "\" of metadata." + RootAttributes.MODEL + " has "
                    + Counted.of(layer.weights().size(), "weight", "weights") + change + UNLOADABLE);
        }
    }

    private void shapes() {
        if (checkpoint.metadataEdits().touch(RootAttributes.MODEL)) {
            return;
        }
        for (PlacedLayer layer : placement.layers()) {
            for (Placement.Placed weight : layer.weights()) {
                weight.origin()
                        .map(origin -> origin.weight().tensor().type().shape())
                        .filter(shape ->
                                !shape.equals(weight.entry().tensor().type().shape()))
                        .ifPresent(shape -> obstacles.add("\"" + weight.entry().name() + "\" had the shape " + shape
                                + " and has " + weight.entry().tensor().type().shape() + ", and metadata."
                                + RootAttributes.MODEL + " still has the sizes of before: `set` them there, or "
                                + ALONE));
            }
        }
    }
}
