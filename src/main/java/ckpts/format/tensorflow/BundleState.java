package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.FormatState;
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
    /** The key under which object-based checkpoints keep their graph. */
    static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private final BundleHeader header;
    private final List<Path> dataFiles;
    private final List<Stored> tensors;
    private final Map<Tensor, Stored> byTensor = new IdentityHashMap<>();
    private final Map<String, String> aliases;
    private final boolean objectBased;

    /**
     * One tensor of the bundle.
     *
     * @param name its key
     * @param entry what the index says of it
     * @param parts entries of its slices, if it is partitioned
     * @param leaves the stored bytes of each slice; of the tensor itself, if it is not partitioned
     * @param tensor its value
     */
    record Stored(String name, BundleEntry entry, List<BundleEntry> parts, List<Tensor> leaves, Tensor tensor) {
        /** The entry whose bytes come first in the files. */
        BundleEntry first() {
            return parts.isEmpty()
                    ? entry
                    : parts.stream().min(BundlePlace.ORDER).orElseThrow();
        }
    }

    /**
     * @param tensors in the order of their places in the files
     * @param aliases second keys of one range: alias to name
     */
    BundleState(BundleHeader header, List<Path> dataFiles, List<Stored> tensors, Map<String, String> aliases) {
        this.header = header;
        this.dataFiles = List.copyOf(dataFiles);
        this.tensors = List.copyOf(tensors);
        this.aliases = Map.copyOf(aliases);
        tensors.forEach(stored -> byTensor.put(stored.tensor(), stored));
        this.objectBased = tensors.stream().anyMatch(stored -> stored.name().equals(OBJECT_GRAPH));
    }

    @Override
    public String format() {
        return TensorFlowFormat.NAME;
    }

    @Override
    public Optional<String> readOnlyBecause() {
        return isObjectBased()
                ? Optional.of("it is an object-based checkpoint: TensorFlow restores it by its object graph, in which"
                        + " this version cannot follow an edit")
                : Optional.empty();
    }

    boolean isObjectBased() {
        return objectBased;
    }

    BundleHeader header() {
        return header;
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
