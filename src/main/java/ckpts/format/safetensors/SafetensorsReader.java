package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.OptimizerNames;
import ckpts.format.Sharding;
import ckpts.format.UnknownFormatException;
import ckpts.tensor.TensorType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Opens the files of one checkpoint; for one checkpoint. */
final class SafetensorsReader {
    private final CheckpointLocation location;
    private final Disk disk;
    private final List<ByteSource> sources = new ArrayList<>();
    private final List<Path> tried = new ArrayList<>();
    private final List<StoredFile> files = new ArrayList<>();
    private final List<String> warnings;

    private SafetensorsReader(CheckpointLocation location, Disk disk) {
        this.location = location;
        this.disk = disk;
        this.warnings = new ArrayList<>(location.warnings());
    }

    static OpenedCheckpoint open(CheckpointLocation location, Disk disk) throws IOException {
        SafetensorsReader reader = new SafetensorsReader(location, disk);
        try {
            return location.isIndex() ? reader.sharded() : reader.single();
        } catch (MalformedFileException e) {
            reader.abandon(e);
            throw UnknownFormatException.insteadOf(e, reader.tried, disk);
        } catch (IOException | RuntimeException e) {
            reader.abandon(e);
            throw e;
        }
    }

    /** Closes what was opened before this failure. */
    private void abandon(Exception e) {
        try {
            close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    private OpenedCheckpoint single() throws IOException {
        StoredFile file = add(location.file());
        Map<String, String> ties =
                Ties.in(file.header().metadata(), file.tensors().keySet());
        List<Integer> fileOfOrder = Collections.nCopies(file.tensors().size(), 0);
        return opened(file.tensors(), new SafetensorsState(files, Optional.empty(), fileOfOrder, ties), List.of());
    }

    private OpenedCheckpoint sharded() throws IOException {
        tried.add(location.file());
        ShardIndex.Stored index = ShardIndex.read(location.file(), disk);
        Map<String, String> weightMap = index.index().weightMap();
        Map<String, StoredFile> byName = new LinkedHashMap<>();
        for (String name : new TreeSet<>(weightMap.values())) {
            Path path = location.file().resolveSibling(name);
            if (!disk.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            byName.put(name, add(path));
        }
        requireAll(weightMap, byName);
        Map<String, StoredFile.Stored> tensors = new LinkedHashMap<>();
        List<Integer> fileOfOrder = new ArrayList<>();
        List<String> unlisted = new ArrayList<>();
        byName.forEach((fileName, file) -> file.tensors().forEach((name, stored) -> {
            if (fileName.equals(weightMap.get(name))) {
                tensors.put(name, stored);
                fileOfOrder.add(files.indexOf(file));
            } else {
                unlisted.add("\"" + name + "\" of \"" + fileName + "\"");
            }
        }));
        if (!unlisted.isEmpty()) {
            warnings.add("the index does not list " + unlisted.get(0)
                    + (unlisted.size() > 1 ? " and " + (unlisted.size() - 1) + " more" : "")
                    + ": not loaded");
        }
        SafetensorsState state = new SafetensorsState(files, Optional.of(index), fileOfOrder, Map.of());
        return opened(tensors, state, List.of(location.file()));
    }

    private void requireAll(Map<String, String> weightMap, Map<String, StoredFile> byName)
            throws MalformedFileException {
        for (Map.Entry<String, String> placed : weightMap.entrySet()) {
            if (!byName.get(placed.getValue()).tensors().containsKey(placed.getKey())) {
                throw new MalformedFileException(
                        location.file().toString(),
                        0,
                        "\"" + placed.getKey() + "\" is said to be in \"" + placed.getValue()
                                + "\", which does not have it");
            }
        }
    }

    private StoredFile add(Path path) throws IOException {
        tried.add(path);
        ByteSource source = disk.open(path);
        sources.add(source);
        StoredFile file = StoredFile.of(path, source);
        files.add(file);
        if (file.header().unknownFields() > 0) {
            warnings.add("\"" + CheckpointPath.name(path) + "\" has "
                    + Sharding.count(file.header().unknownFields(), "unknown field", "unknown fields")
                    + " of tensors, kept only while nothing in it is edited");
        }
        return file;
    }

    private OpenedCheckpoint opened(Map<String, StoredFile.Stored> tensors, SafetensorsState state, List<Path> index) {
        List<Path> paths = new ArrayList<>(index);
        files.forEach(file -> paths.add(file.path()));
        Map<String, TensorType> types = new HashMap<>(2 * tensors.size());
        tensors.forEach((name, stored) -> types.put(name, stored.tensor().type()));
        Map<String, Role> roles = new OptimizerNames(types).roles();
        List<Entry> entries = new ArrayList<>(tensors.size());
        tensors.forEach(
                (name, stored) -> entries.add(Entry.read(name, stored.tensor(), roles.get(name), entries.size())));
        Checkpoint checkpoint = Checkpoint.of(entries, state.ties(), Optional.of(state));
        return new OpenedCheckpoint(
                checkpoint, SafetensorsFormat.NAME, location.file(), paths, warnings, (Closeable) this::close);
    }

    private void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (ByteSource source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
