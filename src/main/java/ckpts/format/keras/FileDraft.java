package ckpts.format.keras;

import ckpts.bytes.Checksum;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.Target;
import ckpts.format.keras.Placement.Placed;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.format.keras.StoredFile.Data;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.DatasetDescription.Content;
import ckpts.hdf5.writing.FilePlan;
import ckpts.hdf5.writing.Part;
import ckpts.naming.Counted;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the new file of a checkpoint: everything that was in the old one, at its new place, then what is new. */
final class FileDraft {
    private final StoredFile old;
    private final Placement placement;
    private final NewAttributes attributes;
    private final GroupDraft root = new GroupDraft();
    private final Map<String, Segment.Values> values = new LinkedHashMap<>();
    private final Map<String, PlacedLayer> placedLayers = new HashMap<>();
    private final Map<String, PlacedWeight> placedWeights = new HashMap<>();
    private final Set<String> written = new HashSet<>();

    /** Tensors as they were read, by identity, with the first path of each in the new file. */
    private final Map<Tensor, String> firstPaths = new IdentityHashMap<>();

    /** @param path of the dataset in the new file */
    private record PlacedWeight(Placed weight, String path) {}

    FileDraft(Checkpoint checkpoint) {
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
        List<Segment> segments = new ArrayList<>();
        Map<String, Segment.Values> left = new LinkedHashMap<>(values);
        for (Part part : FilePlan.of(root.described()).parts()) {
            segments.add(
                    part instanceof Part.Metadata metadata
                            ? generated(metadata)
                            : left.remove(((Part.Data) part).path()));
        }
        segments.addAll(left.values());
        PlannedFile file = PlannedFile.written(target.path(), PlannedFile.Stage.COMMIT, segments);
        return new Layout(List.of(file), List.of(), attributes.notes());
    }

    private Segment generated(Part.Metadata metadata) {
        byte[] bytes = metadata.bytes();
        String what = metadata.offset() == 0
                ? "groups and attributes of " + Counted.of(values.size(), "tensor", "tensors")
                : "padding";
        return new Segment.Generated(what, written -> bytes);
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
            root.describe(attributes.ofRoot(node.attributes(), old.weights().isEmpty()));
        } else if (node.path().equals(old.weights())) {
            root.group(node.path()).describe(attributes.ofWeights(node.attributes()));
        } else if (within.isEmpty()) {
            put(node.path(), node);
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
            root.group(path).describe(NewAttributes.ofLayer(node.attributes(), weights));
            written.add(path);
            return;
        }
        boolean empty = old.nodes().stream().noneMatch(other -> other.path().startsWith(node.path() + "/"));
        if (node.data().isPresent() || empty || !node.attributes().isEmpty()) {
            put(path, node);
        }
    }

    private void put(String path, Node node) {
        if (node.data().isEmpty()) {
            root.group(path).describe(node.attributes());
            return;
        }
        Data data = node.data().get();
        Content content = data.values().isPresent() ? new Content.Streamed() : new Content.Texts(data.texts());
        if (data.values().filter(tensor -> linked(path, tensor)).isPresent()) {
            return;
        }
        root.dataset(path, new DatasetDescription(node.attributes(), data.type(), data.space(), content));
        data.values().ifPresent(tensor -> values.put(path, new Segment.Values(path, tensor, Checksum.NONE)));
    }

    private void put(String path, Placed weight, Optional<Node> node) {
        Tensor tensor = weight.entry().tensor();
        boolean unedited = weight.origin()
                .filter(origin -> origin.weight().tensor() == tensor)
                .isPresent();
        if (unedited && linked(path, tensor)) {
            written.add(path);
            return;
        }
        List<Long> dimensions =
                Arrays.stream(tensor.type().shape().toArray()).boxed().toList();
        Dataspace space = dimensions.isEmpty() ? Dataspace.SCALAR : Dataspace.simple(dimensions);
        Datatype usual = ElementTypes.datatype(tensor.type().dtype()).orElseThrow();
        Datatype type = node.flatMap(Node::data)
                .map(Data::type)
                .filter(read -> read.equals(ElementTypes.TWO_BYTES) && unedited)
                .orElse(usual);
        root.dataset(
                path, DatasetDescription.streamed(node.map(Node::attributes).orElse(List.of()), type, space));
        values.put(path, new Segment.Values(weight.entry().name(), tensor, Checksum.NONE));
        written.add(path);
    }

    /** Whether a dataset of the old file, which had several names, has one in the new file: then it gets this one, too. */
    private boolean linked(String path, Tensor tensor) {
        String first = firstPaths.putIfAbsent(tensor, path);
        if (first != null) {
            root.alias(path, first);
        }
        return first != null;
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
            root.group(group).describe(NewAttributes.ofLayer(List.of(), weights));
        }
    }
}
