package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Remark;
import ckpts.checkpoint.Role;
import ckpts.format.optimizer.OptimizerNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checkpoint as it was opened, for the writer: its file, and the place of each tensor. */
final class KerasState implements Conventions {
    private final StoredFile file;
    private final List<Origin> origins;
    private final Map<String, Origin> byName = new HashMap<>();
    private final Attribute.Fields metadata;
    private final ModelOrder model;

    /**
     * Where a tensor was read.
     *
     * @param name in scripts
     * @param layer empty for a weight of the optimizer
     */
    record Origin(String name, Optional<StoredFile.Layer> layer, StoredFile.Weight weight) {
        /** What scripts see of the name after the layer's. */
        String shown() {
            return name.substring(layer.map(StoredFile.Layer::name).orElse("").length() + 1);
        }
    }

    /** @param origins in the order of the checkpoint */
    KerasState(StoredFile file, List<Origin> origins) {
        this(file, origins, ModelOrder.UNKNOWN);
    }

    private KerasState(StoredFile file, List<Origin> origins, ModelOrder model) {
        this.file = file;
        this.model = model;
        this.origins = List.copyOf(origins);
        origins.forEach(origin -> byName.put(origin.name(), origin));
        this.metadata = RootAttributes.metadata(file.rootAttributes());
    }

    /** The state of a checkpoint that was not read from this format: a file of weights without any. */
    static KerasState ofNothing(Optional<Manifest> model) {
        StoredFile.Node root = new StoredFile.Node(StoredFile.ROOT, NewAttributes.OF_NEW_FILES, Optional.empty());
        StoredFile file = new StoredFile(List.of(root), StoredFile.ROOT, List.of(), Optional.empty());
        return new KerasState(file, List.of(), ModelOrder.of(model));
    }

    /** New layers and weights get the places that they have in the model. */
    @Override
    public Checkpoint settled(Checkpoint edited, Optional<Manifest> expected) {
        ModelOrder now = ModelOrder.of(expected);
        return now.equals(model) ? edited : edited.withConventions(new KerasState(file, origins, now));
    }

    ModelOrder modelOrder() {
        return model;
    }

    /** Names of the weights of each layer that has any, in the file's order; the model's own come last. */
    List<List<String>> namesByLayer() {
        Map<StoredFile.Layer, List<String>> names = new LinkedHashMap<>();
        for (Origin origin : origins) {
            origin.layer()
                    .ifPresent(layer -> names.computeIfAbsent(layer, any -> new ArrayList<>())
                            .add(origin.name()));
        }
        return List.copyOf(names.values());
    }

    /** Keras loads layers and weights by their order, which is known of a model that was read from such a file. */
    @Override
    public Loading loading(Checkpoint checkpoint, Manifest expected) {
        return expected.conventions(KerasState.class)
                .map(read -> OrderedLoading.of(settled(checkpoint, Optional.of(expected)), read.namesByLayer()))
                .orElse(Loading.AS_NAMED);
    }

    @Override
    public String format() {
        return KerasH5Format.NAME;
    }

    @Override
    public Optional<Role.Slot> slot(Manifest.Expected variable) {
        return OptimizerNames.slot(variable);
    }

    /** Keras then makes a new optimizer. */
    @Override
    public boolean isOptional(Role role) {
        return role.isOptimizer();
    }

    @Override
    public Attribute.Fields metadata() {
        return metadata;
    }

    @Override
    public List<String> foundHereOnly() {
        return List.of(RootAttributes.MODEL, RootAttributes.TRAINING);
    }

    @Override
    public List<Remark> remarks(Attribute.Fields current) {
        return ModelRemarks.of(current, LoadableVersions.Container.H5);
    }

    StoredFile file() {
        return file;
    }

    /** Where the tensor at this place of the checkpoint was read; empty for a new one. */
    Optional<Origin> origin(long order) {
        return order < origins.size() ? Optional.of(origins.get((int) order)) : Optional.empty();
    }

    /** Where the tensor was read that had this name. */
    Optional<Origin> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
