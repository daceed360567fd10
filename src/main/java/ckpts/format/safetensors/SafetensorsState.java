package ckpts.format.safetensors;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.index.ShardIndex;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A checkpoint as it was opened, for the writer: its files, their metadata, and the place of each tensor. */
final class SafetensorsState implements Conventions {
    private final List<StoredFile> files;
    private final Optional<ShardIndex.Stored> index;
    private final int[] fileOfOrder;
    private final Map<String, String> ties;

    /**
     * @param files in the order of their names
     * @param index the index the index of several files
     * @param fileOfOrder for each tensor, in the order of the checkpoint, the number of its file
     * @param ties aliases in the metadata
     */
    SafetensorsState(
            List<StoredFile> files, Optional<ShardIndex.Stored> index, int[] fileOfOrder, Map<String, String> ties) {
        this.files = List.copyOf(files);
        this.index = index;
        this.fileOfOrder = fileOfOrder.clone();
        this.ties = Map.copyOf(ties);
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
    public Attribute.Fields metadata() {
        Map<String, String> all = new LinkedHashMap<>();
        files.forEach(file -> file.header().metadata().ifPresent(strings -> strings.forEach(all::putIfAbsent)));
        return Attribute.Fields.ofTexts(all);
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

    /**
     * The stored type of exactly this value if its own type does not determine it: a value of these files that is only
     * carried.
     */
    Optional<StoredType> opaque(Tensor tensor) {
        return files.stream()
                .flatMap(file -> Optional.ofNullable(file.opaque().get(tensor)).stream())
                .findFirst();
    }

    /** The file of the tensor that was read at this place of the checkpoint; empty for a new one. */
    OptionalInt file(long order) {
        return order < fileOfOrder.length ? OptionalInt.of(fileOfOrder[(int) order]) : OptionalInt.empty();
    }
}
