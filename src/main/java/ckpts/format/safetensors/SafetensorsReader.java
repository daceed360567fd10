package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.OpenedCheckpoint.Absent;
import ckpts.format.OptimizerNames;
import ckpts.format.Sharding;
import ckpts.format.UnknownFormatException;
import ckpts.tensor.TensorType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final List<StoredFile> files = new ArrayList<>();
    private final List<String> warnings;
    private final List<Absent> absent = new ArrayList<>();

    private SafetensorsReader(CheckpointLocation location, Disk disk) {
        this.location = location;
        this.disk = disk;
        this.warnings = new ArrayList<>(location.warnings());
    }

    /** @throws IOException also if the index names a tensor that is in no file */
    static OpenedCheckpoint open(CheckpointLocation location, Disk disk) throws IOException {
        OpenedCheckpoint opened = openPartly(location, disk);
        if (!opened.absent().isEmpty()) {
            opened.close();
            throw opened.absent().get(0).reason();
        }
        return opened;
    }

    static OpenedCheckpoint openPartly(CheckpointLocation location, Disk disk) throws IOException {
        SafetensorsReader reader = new SafetensorsReader(location, disk);
        try {
            return location.isIndex() ? reader.sharded() : reader.unlisted();
        } catch (IOException | RuntimeException e) {
            reader.abandon(e);
            throw e;
        }
    }

    /** Closes the files that were opened before this failure. */
    private void abandon(Exception e) {
        try {
            close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    /** One file, or several without an index. */
    private OpenedCheckpoint unlisted() throws IOException {
        Map<String, StoredFile.Stored> tensors = new LinkedHashMap<>();
        List<Integer> fileOfOrder = new ArrayList<>();
        Map<String, String> ties = new HashMap<>();
        for (Path path : location.parts().isEmpty() ? List.of(location.file()) : location.parts()) {
            StoredFile file = add(path);
            for (Map.Entry<String, StoredFile.Stored> tensor : file.tensors().entrySet()) {
                if (tensors.putIfAbsent(tensor.getKey(), tensor.getValue()) != null) {
                    throw new MalformedFileException(
                            path.toString(),
                            0,
                            "\"" + tensor.getKey() + "\" is in \"" + fileOf(tensor.getKey())
                                    + "\", too: names must be unique across the files of a checkpoint");
                }
                fileOfOrder.add(files.size() - 1);
            }
            ties.putAll(Ties.in(file.header().metadata(), file.tensors().keySet()));
        }
        ties.keySet().removeAll(tensors.keySet());
        return opened(tensors, new SafetensorsState(files, Optional.empty(), fileOfOrder, ties), List.of());
    }

    private String fileOf(String tensor) {
        return files.stream()
                .filter(file -> file.tensors().containsKey(tensor))
                .findFirst()
                .map(file -> CheckpointPath.name(file.path()))
                .orElseThrow();
    }

    private OpenedCheckpoint sharded() throws IOException {
        ShardIndex.Stored index = index();
        Map<String, String> weightMap = index.index().weightMap();
        Map<String, StoredFile> byName = new LinkedHashMap<>();
        Map<String, IOException> unread = new HashMap<>();
        for (String name : new TreeSet<>(weightMap.values())) {
            try {
                byName.put(name, add(location.file().resolveSibling(name)));
            } catch (IOException e) {
                unread.put(name, e);
            }
        }
        weightMap.forEach((tensor, name) -> {
            if (unread.containsKey(name)) {
                absent.add(new Absent(tensor, unread.get(name)));
            } else if (!byName.get(name).tensors().containsKey(tensor)) {
                absent.add(new Absent(tensor, notInFile(tensor, name)));
            }
        });
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

    private ShardIndex.Stored index() throws IOException {
        try {
            return ShardIndex.read(location.file(), disk);
        } catch (MalformedFileException e) {
            throw UnknownFormatException.insteadOf(e, List.of(location.file()), disk);
        }
    }

    private MalformedFileException notInFile(String tensor, String file) {
        return new MalformedFileException(
                location.file().toString(),
                0,
                "\"" + tensor + "\" should be in \"" + file + "\", which does not have it");
    }

    private StoredFile add(Path path) throws IOException {
        if (!disk.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        ByteSource source = disk.open(path);
        sources.add(source);
        StoredFile file;
        try {
            file = StoredFile.of(path, source);
        } catch (MalformedFileException e) {
            throw UnknownFormatException.insteadOf(e, List.of(path), disk);
        }
        files.add(file);
        if (file.header().unknownFields() > 0) {
            warnings.add("\"" + CheckpointPath.name(path) + "\" has "
                    + Sharding.count(file.header().unknownFields(), "unknown field", "unknown fields")
                    + " of tensors, kept only if nothing in it is edited");
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
                checkpoint, SafetensorsFormat.NAME, location.file(), paths, warnings, absent, (Closeable) this::close);
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
