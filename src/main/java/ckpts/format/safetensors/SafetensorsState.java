package ckpts.format.safetensors;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.FormatState;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.OptimizerNames;
import ckpts.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A checkpoint as it was opened, for the writer: its files, their metadata, and the place of each tensor. */
final class SafetensorsState implements FormatState {
    private final List<StoredFile> files;
    private final Optional<ShardIndex.Stored> index;
    private final List<Integer> fileOfOrder;
    private final Map<String, String> ties;
    /** Created when first needed, which reading never does. */
    private volatile Optional<Map<Tensor, StoredType>> types = Optional.empty();

    /**
     * @param files in the order of their names
     * @param index the index of several files
     * @param fileOfOrder for each tensor, in the order of the checkpoint, the number of its file
     * @param ties aliases in the metadata
     */
    SafetensorsState(
            List<StoredFile> files,
            Optional<ShardIndex.Stored> index,
            List<Integer> fileOfOrder,
            Map<String, String> ties) {
        this.files = List.copyOf(files);
        this.index = index;
        this.fileOfOrder = List.copyOf(fileOfOrder);
        this.ties = Map.copyOf(ties);
    }

    /** The state of a checkpoint, if it was read from this format. */
    static Optional<SafetensorsState> of(Checkpoint checkpoint) {
        return checkpoint
                .state()
                .flatMap(state -> state instanceof SafetensorsState own ? Optional.of(own) : Optional.empty());
    }

    @Override
    public String format() {
        return SafetensorsFormat.NAME;
    }

    @Override
    public Optional<Role.Slot> slot(Manifest.Expected variable) {
        return OptimizerNames.slot(variable);
    }

    @Override
    public Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>();
        files.forEach(file -> file.header().metadata().ifPresent(strings -> strings.forEach(all::putIfAbsent)));
        return Collections.unmodifiableMap(all);
    }

    List<StoredFile> files() {
        return files;
    }

    Optional<ShardIndex.Stored> index() {
        return index;
    }

    Map<String, String> ties() {
        return ties;
    }

    /** The stored tensor for exactly this value, if it comes from these files. */
    Optional<StoredType> type(Tensor tensor) {
        if (types.isEmpty()) {
            Map<Tensor, StoredType> all = new IdentityHashMap<>();
            files.forEach(file -> file.tensors().values().forEach(stored -> all.put(stored.tensor(), stored.type())));
            types = Optional.of(all);
        }
        return Optional.ofNullable(types.get().get(tensor));
    }

    /** The file of the tensor that was read at this place of the checkpoint; empty for a new one. */
    OptionalInt file(long order) {
        return order < fileOfOrder.size() ? OptionalInt.of(fileOfOrder.get((int) order)) : OptionalInt.empty();
    }
}
