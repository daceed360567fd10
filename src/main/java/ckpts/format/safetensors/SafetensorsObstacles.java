package ckpts.format.safetensors;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.StorageHint;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reasons why a checkpoint cannot be stored as safetensors. */
final class SafetensorsObstacles {
    private SafetensorsObstacles() {}

    /** A sentence for each obstacle; empty if there is none. */
    static List<String> of(Checkpoint checkpoint) {
        Optional<SafetensorsState> state = checkpoint.conventions(SafetensorsState.class);
        List<String> obstacles = new ArrayList<>();
        for (Entry entry : stored(checkpoint)) {
            name(entry.name()).ifPresent(obstacles::add);
            type(entry, state).ifPresent(obstacles::add);
        }
        if (notesAliases(checkpoint)) {
            checkpoint.aliases().keySet().forEach(alias -> name(alias).ifPresent(obstacles::add));
            checkpoint.aliases().keySet().stream()
                    .filter(checkpoint.metadataEdits()::touch)
                    .forEach(alias ->
                            obstacles.add("metadata" + AttributePath.of(alias).written()
                                    + " is how this file stores an alias, and was edited: write `untie \"" + alias
                                    + "\"` before it"));
        } else if (!leavesOutAliases(checkpoint)) {
            checkpoint
                    .aliases()
                    .forEach((alias, name) -> obstacles.add("\"" + alias + "\" is an alias of \"" + name
                            + "\", and safetensors has one name for each tensor: write `untie \"" + alias
                            + "\"` to store the value twice, and `drop \"" + alias + "\"` after it to store it once"));
        }
        metadata(checkpoint, obstacles);
        return obstacles;
    }

    private static void metadata(Checkpoint checkpoint, List<String> obstacles) {
        Attribute.Fields edited = checkpoint.metadata();
        checkpoint.metadataEdits().given().forEach(field -> {
            Attribute value = edited.values().get(field);
            if (value instanceof Attribute.Items || value instanceof Attribute.Fields) {
                obstacles.add("metadata" + AttributePath.of(field).written() + " is " + value.kind()
                        + ", and safetensors stores strings only" + StorageHint.dropMetadata(field));
            } else if (value != null && !(value instanceof Attribute.Text)) {
                String place = "metadata" + AttributePath.of(field).written();
                obstacles.add(place + " is " + value.kind() + ", and safetensors stores strings only: write `set "
                        + place + " = \"" + value.text() + "\"`");
            }
        });
    }

    /** The tensors that are written: all but a framework's own counters. */
    static List<Entry> stored(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .filter(entry -> !entry.role().equals(Role.BOOKKEEPING))
                .toList();
    }

    /** Whether aliases go into the metadata, as those did that were read. */
    static boolean notesAliases(Checkpoint checkpoint) {
        return checkpoint
                .conventions(SafetensorsState.class)
                .filter(state -> !state.ties().isEmpty())
                .isPresent();
    }

    /** Whether aliases are paths that only the original format has. */
    static boolean leavesOutAliases(Checkpoint checkpoint) {
        return checkpoint.conventions().filter(Conventions::aliasesArePaths).isPresent();
    }

    private static Optional<String> name(String name) {
        if (name.equals(Header.METADATA)) {
            return Optional.of("a tensor is called \"" + name + "\", which safetensors reserves: rename it");
        }
        return Names.isText(name)
                ? Optional.empty()
                : Optional.of("\"" + name + "\" is not valid UTF-8, as names in safetensors must be: rename it");
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
                        : "\"" + entry.name() + "\" has elements of type " + dtype + ", which safetensors does not have"
                                + wayOut(entry.name(), dtype));
    }

    /** Element types for arithmetic have a type here that can hold them, or the nearest one. */
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
