package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.OpenedCheckpoint.Absent;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.index.IndexStyle;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.ShardIndex;
import ckpts.format.index.ShardIndex.Place;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.naming.Counted;
import ckpts.naming.FirstFew;
import ckpts.tensor.TensorType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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
        for (Path path : location.parts().isEmpty() ? List.of(location.file()) : location.parts()) {
            add(path);
        }
        requireDistinctNames();
        List<StoredTensor> tensors = new ArrayList<>();
        IntStream.Builder fileOfOrder = IntStream.builder();
        for (int number = 0; number < files.size(); number++) {
            int file = number;
            tensors.addAll(files.get(file).tensors());
            files.get(file).tensors().forEach(tensor -> fileOfOrder.add(file));
        }
        int[] numbers = fileOfOrder.build().toArray();
        return opened(tensors, new SafetensorsState(files, Optional.empty(), numbers, ties()), List.of());
    }

    /** For a single file, the header was checked. */
    private void requireDistinctNames() throws MalformedFileException {
        if (files.size() < 2) {
            return;
        }
        Map<String, StoredFile> first = new HashMap<>();
        for (StoredFile file : files) {
            for (StoredTensor tensor : file.tensors()) {
                StoredFile other = first.putIfAbsent(tensor.name(), file);
                if (other != null) {
                    throw new MalformedFileException(
                            file.path().toString(),
                            0,
                            "\"" + tensor.name() + "\" is in \"" + IndexedPath.name(other.path())
                                    + "\", too: names must be unique across the files of a checkpoint");
                }
            }
        }
    }

    /** Aliases of tensors in the metadata of the files. */
    private Map<String, String> ties() {
        Map<String, String> ties = new HashMap<>();
        if (files.stream().allMatch(file -> file.header().metadata().isEmpty())) {
            return ties;
        }
        Set<String> all = new HashSet<>();
        for (StoredFile file : files) {
            Set<String> names = new HashSet<>();
            file.tensors().forEach(tensor -> names.add(tensor.name()));
            ties.putAll(Ties.in(file.header().metadata(), names));
            all.addAll(names);
        }
        ties.keySet().removeAll(all);
        return ties;
    }

    private OpenedCheckpoint sharded() throws IOException {
        ShardIndex.Stored index = index();
        Map<String, Place> weightMap = index.index().weightMap();
        List<String> names = new ArrayList<>();
        Map<String, IOException> unread = new HashMap<>();
        for (String name : index.index().shards()) {
            try {
                add(ShardIndex.shard(location.file(), name, disk));
                names.add(name);
            } catch (IOException e) {
                unread.put(name, e);
            }
        }
        List<StoredTensor> tensors = new ArrayList<>(weightMap.size());
        IntStream.Builder fileOfOrder = IntStream.builder();
        List<String> unlisted = new ArrayList<>();
        for (int number = 0; number < names.size(); number++) {
            for (StoredTensor tensor : files.get(number).tensors()) {
                if (Place.in(names.get(number)).equals(weightMap.get(tensor.name()))) {
                    tensors.add(tensor);
                    fileOfOrder.add(number);
                } else {
                    unlisted.add("\"" + tensor.name() + "\" of \"" + names.get(number) + "\"");
                }
            }
        }
        if (tensors.size() < weightMap.size()) {
            noteAbsent(weightMap, tensors, unread);
        }
        if (!unlisted.isEmpty()) {
            warnings.add("the index does not list " + FirstFew.inLine(unlisted, 1) + ": not loaded");
        }
        int[] numbers = fileOfOrder.build().toArray();
        SafetensorsState state = new SafetensorsState(files, Optional.of(index), numbers, Map.of());
        return opened(tensors, state, List.of(location.file()));
    }

    private void noteAbsent(Map<String, Place> weightMap, List<StoredTensor> found, Map<String, IOException> unread) {
        Set<String> present = new HashSet<>();
        found.forEach(tensor -> present.add(tensor.name()));
        weightMap.forEach((tensor, place) -> {
            String name = place.files().get(0);
            if (unread.containsKey(name)) {
                absent.add(new Absent(tensor, unread.get(name)));
            } else if (!present.contains(tensor)) {
                absent.add(new Absent(tensor, notInFile(tensor, name)));
            }
        });
    }

    private ShardIndex.Stored index() throws IOException {
        try {
            ByteSource source = disk.open(location.file());
            sources.add(source);
            return ShardIndex.read(source, IndexStyle.HUGGING_FACE);
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

    private void add(Path path) throws IOException {
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
            warnings.add("\"" + IndexedPath.name(path) + "\" has "
                    + Counted.of(file.header().unknownFields(), "unknown field", "unknown fields")
                    + " of tensors, kept only if nothing in it is edited");
        }
    }

    private OpenedCheckpoint opened(List<StoredTensor> tensors, SafetensorsState state, List<Path> index) {
        List<Path> paths = new ArrayList<>(index);
        files.forEach(file -> paths.add(file.path()));
        Map<String, TensorType> types = new HashMap<>(2 * tensors.size());
        tensors.forEach(tensor -> types.put(tensor.name(), tensor.type()));
        Map<String, Role> roles = new OptimizerNames(types).roles();
        List<Entry> entries = new ArrayList<>(tensors.size());
        tensors.forEach(
                tensor -> entries.add(Entry.read(tensor.name(), tensor, roles.get(tensor.name()), entries.size())));
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
