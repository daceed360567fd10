package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.FormatState;
import ckpts.checkpoint.Manifest;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.tensor.Tensor;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle as it was opened, for the writer: where everything lay, and what its index said beside names and types.
 * Immutable; safe to share.
 */
final class BundleState implements FormatState {
    private final BundleHeader header;
    private final List<Path> dataFiles;
    private final List<Stored> tensors;
    private final Map<Tensor, Stored> byTensor = new IdentityHashMap<>();
    private final Map<String, String> aliases;
    private final Optional<Objects> objects;

    /**
     * What an object-based checkpoint has beside its tensors.
     *
     * @param names of its tensors, with the graph that they were read from
     * @param stored the tensor that holds the graph
     * @param trained names of variables in the order in which the model's optimizers train them, where it is known
     */
    record Objects(ObjectNames names, Stored stored, List<String> trained) {}

    /**
     * One tensor of the bundle.
     *
     * @param name what scripts call it
     * @param key under which the index has it: its name, but for objects
     * @param entry what the index says of it
     * @param parts entries of its slices, if it is partitioned
     * @param leaves the stored bytes of each slice; of the tensor itself, if it is not partitioned
     * @param tensor its value
     */
    record Stored(
            String name, String key, BundleEntry entry, List<BundleEntry> parts, List<Tensor> leaves, Tensor tensor) {
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
     * @param aliases further names: alias to name
     * @param objects of an object-based checkpoint
     */
    BundleState(
            BundleHeader header,
            List<Path> dataFiles,
            List<Stored> tensors,
            Map<String, String> aliases,
            Optional<Objects> objects) {
        this.header = header;
        this.dataFiles = List.copyOf(dataFiles);
        this.tensors = List.copyOf(tensors);
        this.aliases = Map.copyOf(aliases);
        tensors.forEach(stored -> byTensor.put(stored.tensor(), stored));
        this.objects = objects;
    }

    @Override
    public String format() {
        return TensorFlowFormat.NAME;
    }

    @Override
    public Optional<String> readOnlyBecause() {
        return Optional.empty();
    }

    @Override
    public Checkpoint settled(Checkpoint edited, Optional<Manifest> model) {
        if (objects.isEmpty()) {
            return edited;
        }
        Checkpoint settled = OptimizerOrder.settled(edited, objects.get().names(), model);
        List<String> trained = model.map(Manifest::optimizerOrder).orElse(List.of());
        return trained.equals(objects.get().trained()) ? settled : settled.withState(trainedAs(trained));
    }

    private BundleState trainedAs(List<String> order) {
        Objects known = objects.orElseThrow();
        Objects ordered = new Objects(known.names(), known.stored(), order);
        return new BundleState(header, dataFiles, tensors, aliases, Optional.of(ordered));
    }

    /** The object graph and what it names; empty for a name-based checkpoint. */
    Optional<Objects> objects() {
        return objects;
    }

    BundleHeader header() {
        return header;
    }

    /** Further names: alias to name. */
    Map<String, String> aliases() {
        return aliases;
    }

    /** By shard. */
    List<Path> dataFiles() {
        return dataFiles;
    }

    /** In the order of their places in the files. */
    List<Stored> tensors() {
        return tensors;
    }

    /** What was stored, if this very value comes from this bundle. */
    Optional<Stored> stored(Tensor tensor) {
        return Optional.ofNullable(byTensor.get(tensor));
    }

    /** Whether a checkpoint still has the names and values that were opened. */
    boolean isUnedited(Checkpoint checkpoint) {
        if (checkpoint.size() != tensors.size() || !checkpoint.aliases().equals(aliases)) {
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
