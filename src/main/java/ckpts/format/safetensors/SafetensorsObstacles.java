package ckpts.format.safetensors;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.FormatState;
import ckpts.checkpoint.Role;
import ckpts.format.StorageHint;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps a checkpoint from being stored as safetensors. */
final class SafetensorsObstacles {
    private SafetensorsObstacles() {}

    /** A sentence for each obstacle; empty if there is none. */
    static List<String> of(Checkpoint checkpoint) {
        Optional<SafetensorsState> state = SafetensorsState.of(checkpoint);
        List<String> obstacles = new ArrayList<>();
        for (Entry entry : stored(checkpoint)) {
            name(entry.name()).ifPresent(obstacles::add);
            type(entry, state).ifPresent(obstacles::add);
        }
        if (notesAliases(checkpoint)) {
            checkpoint.aliases().keySet().forEach(alias -> name(alias).ifPresent(obstacles::add));
            checkpoint.metadataEdits().keys().stream()
                    .filter(checkpoint.aliases()::containsKey)
                    .forEach(key -> obstacles.add("the metadata \"" + key
                            + "\" is how this file keeps a second name, and was edited: write `untie \"" + key
                            + "\"` before it"));
        } else if (!leavesOutAliases(checkpoint)) {
            checkpoint
                    .aliases()
                    .forEach((alias, name) -> obstacles.add("\"" + alias + "\" is a second name of \"" + name
                            + "\", and safetensors has one name for each tensor: write `untie \"" + alias
                            + "\"` to store the value twice, and `drop \"" + alias + "\"` after it to store it once"));
        }
        return obstacles;
    }

    /** What is written: all but what a framework counts for itself. */
    static List<Entry> stored(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .filter(entry -> !entry.role().equals(Role.BOOKKEEPING))
                .toList();
    }

    /** Whether second names go into the metadata, as those did that were read. */
    static boolean notesAliases(Checkpoint checkpoint) {
        return SafetensorsState.of(checkpoint)
                .filter(state -> !state.ties().isEmpty())
                .isPresent();
    }

    /** Whether second names are paths that only the format which was read has. */
    static boolean leavesOutAliases(Checkpoint checkpoint) {
        return checkpoint.state().filter(FormatState::aliasesArePaths).isPresent();
    }

    private static Optional<String> name(String name) {
        if (name.equals(Header.METADATA)) {
            return Optional.of(
                    "a tensor is called \"" + name + "\", under which safetensors keeps other things: rename it");
        }
        return Names.isText(name)
                ? Optional.empty()
                : Optional.of("\"" + name + "\" is not valid UTF-8, which names in safetensors are: rename it");
    }

    private static Optional<String> type(Entry entry, Optional<SafetensorsState> state) {
        DType dtype = entry.tensor().type().dtype();
        boolean known = StoredType.of(dtype).isPresent()
                || state.flatMap(own -> own.opaque(entry.tensor())).isPresent();
        if (known) {
            return Optional.empty();
        }
        return Optional.of(
                dtype == DType.OPAQUE
                        ? StorageHint.ofUnknownType(entry.name())
                        : "\"" + entry.name() + "\" holds elements of type " + dtype
                                + ", which safetensors does not have" + wayOut(entry.name(), dtype));
    }

    /** Elements that can be computed with have a type here that holds them, or what is nearest. */
    private static String wayOut(String name, DType dtype) {
        return switch (dtype.kind()) {
            case COMPLEX -> StorageHint.cast(name, "complex64");
            case FLOAT -> StorageHint.cast(name, "bfloat16");
            case SIGNED -> StorageHint.cast(name, "int8");
            case UNSIGNED, BOOL -> StorageHint.cast(name, "uint8");
            case QUANTIZED, OPAQUE -> StorageHint.drop(name);
        };
    }
}
