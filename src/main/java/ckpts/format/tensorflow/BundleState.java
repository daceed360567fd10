package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.StoredTensor;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.BundleHeader;
import ckpts.format.tensorflow.bundle.BundlePlace;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.SaveCounter;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.format.tensorflow.object.TensorName;
import ckpts.format.tensorflow.object.VariablesList;
import ckpts.naming.NaturalOrder;
import ckpts.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle as it was opened, for the writer: the places of its tensors, and the data of its index besides names and
 * types. Immutable; safe to share.
 */
final class BundleState implements Conventions {
    private final BundleHeader header;
    private final List<Path> dataFiles;
    private final List<Stored> tensors;
    private final Map<Tensor, Stored> byTensor = new IdentityHashMap<>();
    private final Map<String, String> aliases;
    private final Optional<Objects> objects;
    private final Model model;

    /**
     * The additional data of an object-based checkpoint.
     *
     * @param names names of its tensors, with the graph that they were read from
     * @param stored the tensor that holds the graph
     */
    record Objects(ObjectNames names, Stored stored) {}

    /**
     * The known facts about the model that the checkpoint is for.
     *
     * @param restoredBy the call that will load it
     * @param trained names of variables in the order in which the model's optimizers train them
     * @param names names of its objects, if the manifest is a checkpoint that has them
     * @param unlisted variable to the names of its slots in an optimizer's list of all its tensors, by their numbers
     */
    record Model(
            Optional<LoadingCall> restoredBy,
            List<String> trained,
            Optional<ObjectNames> names,
            Map<String, List<String>> unlisted) {
        static final Model UNKNOWN = new Model(Optional.empty(), List.of(), Optional.empty(), Map.of());

        static Model of(Manifest manifest) {
            Optional<ObjectNames> names = manifest.conventions(BundleState.class)
                    .flatMap(BundleState::objects)
                    .map(Objects::names);
            Map<String, List<String>> unlisted = new HashMap<>();
            for (Manifest.Expected expected : manifest.variables()) {
                expected.slotOf()
                        .filter(owner -> VariablesList.has(expected.name()))
                        .ifPresent(owner -> unlisted.computeIfAbsent(owner, any -> new ArrayList<>())
                                .add(expected.name()));
            }
            unlisted.values().forEach(slots -> slots.sort(NaturalOrder.INSTANCE));
            return new Model(manifest.restoredBy(), manifest.optimizerOrder(), names, unlisted);
        }

        /** The role of a slot in the checkpoint that the manifest was read from. */
        private Optional<Role.Slot> slot(Manifest.Expected variable) {
            return names.flatMap(known -> known.named(variable.name()))
                    .flatMap(named -> named.role().slot())
                    .flatMap(slot -> variable.slotOf().map(slot::ownedBy));
        }
    }

    /**
     * What one entry of the index stores.
     *
     * @param value its value
     * @param stored the bytes in the file, in the file's order
     */
    record Leaf(Tensor value, StoredTensor stored) {
        /** Of bytes that are the value. */
        static Leaf of(StoredTensor stored) {
            return new Leaf(stored, stored);
        }
    }

    /**
     * One tensor of the bundle.
     *
     * @param name its name in scripts
     * @param key in the index: its name, except for objects
     * @param entry its entry in the index
     * @param parts entries of its slices, if it is partitioned
     * @param leaves each slice, or the tensor itself if it is not partitioned
     * @param tensor its value
     */
    record Stored(
            String name, String key, BundleEntry entry, List<BundleEntry> parts, List<Leaf> leaves, Tensor tensor) {
        /** The entry whose bytes come first in the files. */
        BundleEntry first() {
            return parts.isEmpty()
                    ? entry
                    : parts.stream().min(BundlePlace.ORDER).orElseThrow();
        }

        Stored named(String newName) {
            return new Stored(newName, key, entry, parts, leaves, tensor);
        }
    }

    /**
     * @param tensors in the order of their places in the files
     * @param aliases alias to name
     * @param objects of an object-based checkpoint
     */
    BundleState(
            BundleHeader header,
            List<Path> dataFiles,
            List<Stored> tensors,
            Map<String, String> aliases,
            Optional<Objects> objects,
            Model model) {
        this.header = header;
        this.dataFiles = List.copyOf(dataFiles);
        this.tensors = List.copyOf(tensors);
        this.aliases = Map.copyOf(aliases);
        tensors.forEach(stored -> byTensor.put(stored.tensor(), stored));
        this.objects = objects;
        this.model = model;
    }

    /** The state for a checkpoint from elsewhere: nothing was read, everything is written from scratch. */
    static BundleState foreign(Model model) {
        return new BundleState(BundleHeader.written(1), List.of(), List.of(), Map.of(), Optional.empty(), model);
    }

    /** Whether the tensors come from a checkpoint of another format. */
    boolean isForeign() {
        return dataFiles.isEmpty();
    }

    @Override
    public String format() {
        return TensorFlowFormat.NAME;
    }

    @Override
    public Checkpoint settled(Checkpoint edited, Optional<Manifest> expected) {
        Model expectedModel = expected.map(Model::of).orElse(Model.UNKNOWN);
        Checkpoint settled = objects.isPresent()
                ? OptimizerOrder.settled(edited, objects.get().names(), expected)
                : edited;
        return expectedModel.equals(model)
                ? settled
                : settled.withConventions(new BundleState(header, dataFiles, tensors, aliases, objects, expectedModel));
    }

    @Override
    public Optional<Role.Slot> slot(Manifest.Expected variable) {
        if (!writesObjects()) {
            return OptimizerNames.slot(variable);
        }
        return model.slot(variable)
                .or(() -> TensorName.slot(variable.name(), variable.slotOf().orElse(""), kind(variable)));
    }

    /**
     * The kind of a slot in an optimizer's list of all its tensors: if a variable has the same number of slots there as
     * there are kinds, by their order.
     */
    private Optional<String> kind(Manifest.Expected variable) {
        int place = model.unlisted()
                .getOrDefault(variable.slotOf().orElse(""), List.of())
                .indexOf(variable.name());
        return objects.stream()
                .flatMap(known -> known.names().variablesLists().values().stream())
                .filter(known -> variable.name().startsWith(known.list()))
                .flatMap(known -> known.unlisted().stream().skip(Math.max(0, place)))
                .filter(kind -> place >= 0)
                .findFirst();
    }

    @Override
    public boolean hasAnySize(String name) {
        return writesObjects() && TensorName.isState(name);
    }

    /** The original role of a tensor of the checkpoint, if it was a slot. */
    Optional<Role.Slot> slotRead(String name) {
        return objects.flatMap(known -> known.names().named(name))
                .flatMap(named -> named.role().slot());
    }

    /** The number of slots in the source that are entries of lists. */
    long numberedSlots() {
        return objects.map(known -> known.names().listsOfSlots().count()).orElse(0L);
    }

    @Override
    public Optional<LoadingCall> restoredBy() {
        boolean counts = byName(SaveCounter.NAME);
        return Optional.of(
                objects.isEmpty() ? TensorFlowCalls.SAVER : counts ? TensorFlowCalls.RESTORE : TensorFlowCalls.READ);
    }

    @Override
    public Set<String> bookkeeping() {
        return SaveCounter.NAMES;
    }

    private boolean byName(String name) {
        return tensors.stream().anyMatch(stored -> stored.name().equals(name));
    }

    @Override
    public List<String> optimizerOrder() {
        return objects.map(known -> known.names().trained()).orElse(List.of());
    }

    @Override
    public Map<String, String> listedOnceMore(Checkpoint checkpoint) {
        if (objects.isEmpty() || !writesObjects()) {
            return Map.of();
        }
        return isUnedited(checkpoint)
                ? objects.get().names().listedOnceMore()
                : ObjectLoading.listedOnceMore(this, checkpoint);
    }

    Model model() {
        return model;
    }

    /** Whether the output needs an object graph: as the model's loader requires, else as in the source. */
    boolean writesObjects() {
        return model.restoredBy()
                .map(call -> !call.equals(TensorFlowCalls.SAVER))
                .orElse(objects.isPresent());
    }

    @Override
    public boolean aliasesArePaths() {
        return objects.isPresent();
    }

    @Override
    public Loading loading(Checkpoint checkpoint, Manifest expected) {
        return ObjectLoading.of(this, checkpoint, expected);
    }

    /** The object graph and its names; empty for a name-based checkpoint. */
    Optional<Objects> objects() {
        return objects;
    }

    BundleHeader header() {
        return header;
    }

    /** Alias to name. */
    Map<String, String> aliases() {
        return aliases;
    }

    /** The data files, by shard. */
    List<Path> dataFiles() {
        return dataFiles;
    }

    /** The tensors in the order of their places in the files. */
    List<Stored> tensors() {
        return tensors;
    }

    /** The stored tensor for exactly this value, if it comes from this bundle. */
    Optional<Stored> stored(Tensor tensor) {
        return Optional.ofNullable(byTensor.get(tensor));
    }

    /** Whether a checkpoint still has the original names and values. */
    boolean isUnedited(Checkpoint checkpoint) {
        if (isForeign()
                || writesObjects() != objects.isPresent()
                || checkpoint.size() != tensors.size()
                || !checkpoint.aliases().equals(aliases)) {
            return false;
        }
        for (Stored stored : tensors) {
            Optional<Entry> entry = checkpoint.entry(stored.name());
            if (entry.isEmpty() || entry.get().tensor() != stored.tensor()) {
                return false;
            }
        }
        return true;
    }
}
