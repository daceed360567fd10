package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.format.FormatOptions;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.Target;
import ckpts.format.keras.Placement.Placed;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.format.keras.StoredFile.Data;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.type.Datatype;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the new file of a checkpoint: everything that was in the old one, at its new place, then what is new. */
final class FileDraft {
    private final KerasH5Format.Bfloat16 bfloat16;
    private final StoredFile old;
    private final Placement placement;
    private final NewAttributes attributes;
    private final DraftedFile file = new DraftedFile();
    private final Map<String, PlacedLayer> placedLayers = new HashMap<>();
    private final Map<String, PlacedWeight> placedWeights = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    /** Weights that are stored as opaque bytes, and were not before. */
    private int opaque;

    /** @param path of the dataset in the new file */
    private record PlacedWeight(Placed weight, String path) {}

    FileDraft(Checkpoint checkpoint, FormatOptions options) {
        this.bfloat16 = options.get(KerasH5Format.BFLOAT16);
        this.old = checkpoint
                .conventions(KerasState.class)
                .orElseGet(() -> KerasState.ofNothing(Optional.empty()))
                .file();
        this.placement = new Placement(checkpoint);
        this.attributes = new NewAttributes(checkpoint, placement);
    }

    Layout layout(Target target) {
        index();
        old.nodes().forEach(this::carry);
        for (PlacedLayer layer : placement.layers()) {
            add(pathOf(layer), layer.weights());
        }
        add(StoredFile.OPTIMIZER_WEIGHTS, placement.optimizer());
        PlannedFile whole = PlannedFile.written(target.path(), PlannedFile.Stage.COMMIT, file.segments());
        List<String> notes = new ArrayList<>(attributes.notes());
        if (opaque > 0) {
            notes.add(Counted.of(opaque, "weight is", "weights are")
                    + " stored as opaque bytes, which Keras itself does not load");
        }
        return new Layout(List.of(whole), List.of(), notes);
    }

    private void index() {
        for (PlacedLayer layer : placement.layers()) {
            layer.origin().ifPresent(read -> placedLayers.put(read.path(), layer));
            layer.weights().forEach(weight -> index(weight, pathOf(layer)));
        }
        placement.optimizer().forEach(weight -> index(weight, StoredFile.OPTIMIZER_WEIGHTS));
    }

    private void index(Placed weight, String group) {
        weight.origin()
                .ifPresent(origin -> placedWeights.put(
                        origin.weight().path(),
                        new PlacedWeight(weight, group + "/" + weight.name().stored())));
    }

    private String pathOf(PlacedLayer layer) {
        return old.weights() + "/" + layer.name();
    }

    /** Puts a group or a dataset of the old file where it belongs in the new one. */
    private void carry(Node node) {
        Optional<Layer> within = layerOf(node.path());
        if (node.path().equals(StoredFile.ROOT)) {
            file.group(StoredFile.ROOT)
                    .describe(attributes.ofRoot(node.attributes(), old.weights().isEmpty()));
        } else if (node.path().equals(old.weights())) {
            file.group(node.path()).describe(attributes.ofWeights(node.attributes()));
        } else if (within.isEmpty()) {
            file.carry(node.path(), node);
        } else if (node.data().filter(data -> isWeight(within.get(), node)).isPresent()) {
            Optional.ofNullable(placedWeights.get(node.path()))
                    .ifPresent(placed -> put(placed.path(), placed.weight(), Optional.of(node)));
        } else {
            newPath(within.get(), node.path()).ifPresent(path -> putInLayer(path, within.get(), node));
        }
    }

    /** The innermost layer that a path is in, or is; the optimizer counts as one. */
    private Optional<Layer> layerOf(String path) {
        Optional<Layer> innermost = Optional.empty();
        List<Layer> all = new ArrayList<>(old.layers());
        old.optimizer().ifPresent(all::add);
        for (Layer layer : all) {
            boolean in = path.equals(layer.path()) || path.startsWith(layer.path() + "/");
            if (in
                    && innermost
                            .filter(other ->
                                    other.path().length() > layer.path().length())
                            .isEmpty()) {
                innermost = Optional.of(layer);
            }
        }
        return innermost;
    }

    private static boolean isWeight(Layer layer, Node node) {
        return layer.weights().stream().anyMatch(weight -> weight.path().equals(node.path()));
    }

    /** The place of a group in a layer, or of the layer's own; empty if the layer is gone. */
    private Optional<String> newPath(Layer layer, String path) {
        String rest = path.substring(layer.path().length());
        if (layer.path().equals(StoredFile.OPTIMIZER_WEIGHTS)) {
            return placement.optimizer().isEmpty() && !layer.weights().isEmpty() ? Optional.empty() : Optional.of(path);
        }
        return Optional.ofNullable(placedLayers.get(layer.path())).map(now -> {
            boolean repeats = rest.equals("/" + layer.name()) || rest.startsWith("/" + layer.name() + "/");
            return pathOf(now)
                    + (repeats
                            ? "/" + now.name() + rest.substring(1 + layer.name().length())
                            : rest);
        });
    }

    private void putInLayer(String path, Layer layer, Node node) {
        if (node.path().equals(layer.path())) {
            List<Placed> weights = layer.path().equals(StoredFile.OPTIMIZER_WEIGHTS)
                    ? placement.optimizer()
                    : placedLayers.get(layer.path()).weights();
            file.group(path).describe(NewAttributes.ofLayer(node.attributes(), weights));
            written.add(path);
            return;
        }
        boolean empty = old.nodes().stream().noneMatch(other -> other.path().startsWith(node.path() + "/"));
        if (node.data().isPresent() || empty || !node.attributes().isEmpty()) {
            file.carry(path, node);
        }
    }

    private void put(String path, Placed weight, Optional<Node> node) {
        Tensor tensor = weight.entry().tensor();
        boolean unedited = weight.origin()
                .filter(origin -> origin.weight().tensor() == tensor)
                .isPresent();
        written.add(path);
        if (unedited && file.linked(path, tensor)) {
            return;
        }
        Datatype type = node.flatMap(Node::data)
                .map(Data::type)
                .filter(read -> read.equals(ElementTypes.TWO_BYTES) && unedited)
                .orElseGet(() -> usual(tensor.type().dtype()));
        file.put(path, weight.entry(), type, node.map(Node::attributes).orElse(List.of()));
    }

    private Datatype usual(DType dtype) {
        if (dtype == DType.BFLOAT16 && bfloat16 == KerasH5Format.Bfloat16.OPAQUE) {
            opaque++;
            return ElementTypes.TWO_BYTES;
        }
        return ElementTypes.datatype(dtype).orElseThrow();
    }

    /** The tensors of a group that the old file did not have, and their group, if it is new. */
    private void add(String group, List<Placed> weights) {
        for (Placed weight : weights) {
            String path = group + "/" + weight.name().stored();
            if (!written.contains(path)) {
                put(path, weight, Optional.empty());
            }
        }
        if (!written.contains(group) && !weights.isEmpty()) {
            file.group(group).describe(NewAttributes.ofLayer(List.of(), weights));
        }
    }
}
