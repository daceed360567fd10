package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.FileTensor;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.keras.SavedFile.Container;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.UnsupportedHdf5Exception;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the HDF5 files of a checkpoint in Keras 3's format, which may be one or shards, as one model. */
final class SavedReader implements ObjectTree.Contents {
    private final String format;
    private final List<FileContents> shards = new ArrayList<>();
    private final Map<String, FileContents> datasets = new HashMap<>();
    private final Map<FileContents, CheckedMember> checks = new HashMap<>();
    private final Map<String, LinkedHashSet<String>> members = new HashMap<>();

    /** @param format the format's name */
    SavedReader(String format) {
        this.format = format;
    }

    /**
     * Adds a file.
     *
     * @param bytes of it, open for as long as its tensors are read
     * @param check of the file, which comes before any value
     * @throws UnknownFormatException if it is another kind of HDF5 file, or uses what is not read
     */
    void add(Path file, ByteSource bytes, Optional<CheckedMember> check) throws IOException {
        try {
            Hdf5File hdf5 = Hdf5File.open(bytes, Limits.DEFAULT);
            FileContents contents =
                    FileContents.of(hdf5, new StoredTensor.Container(file, format, bytes), check.isPresent());
            shards.add(contents);
            check.ifPresent(own -> checks.put(contents, own));
            for (String group : contents.groups().keySet()) {
                members.computeIfAbsent(group, any -> new LinkedHashSet<>());
                if (!group.isEmpty()) {
                    join(group);
                }
            }
            for (String dataset : contents.datasets()) {
                join(dataset);
                if (datasets.put(dataset, contents) != null) {
                    throw contents.malformed(dataset + " is in another shard, too");
                }
            }
        } catch (UnsupportedHdf5Exception e) {
            throw UnknownFormatException.of(
                    e.getMessage(), check.isPresent() ? FileKind.REWRITE : Rewriting.of(file, e.remedy()));
        }
    }

    private void join(String path) {
        members.computeIfAbsent(path.substring(0, path.lastIndexOf('/')), any -> new LinkedHashSet<>())
                .add(path);
    }

    @Override
    public List<String> members(String group) {
        return List.copyOf(members.getOrDefault(group, new LinkedHashSet<>()));
    }

    @Override
    public boolean isDataset(String dataset) {
        return datasets.containsKey(dataset);
    }

    @Override
    public Optional<String> name(String group) {
        return shards.stream()
                .flatMap(shard -> shard.groups().getOrDefault(group, List.of()).stream())
                .filter(attribute -> attribute.name().equals("name") && attribute.isText())
                .flatMap(attribute -> attribute.strings().stream())
                .findFirst();
    }

    @Override
    public Tensor weight(String dataset) throws IOException {
        FileContents contents = datasets.get(dataset);
        FileTensor weight = contents.weight(dataset);
        CheckedMember check = checks.get(contents);
        return check == null ? weight : check.guarded(weight);
    }

    @Override
    public MalformedFileException malformed(String problem) {
        return shards.get(0).malformed(problem);
    }

    /** Datasets to the numbers of their files, counted from 0 in the order in which these were added. */
    Map<String, Integer> shardsOfDatasets() {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            for (String dataset : shards.get(shard).datasets()) {
                found.put(dataset, shard);
            }
        }
        return found;
    }

    /** @param config the model's, if the checkpoint has it */
    Checkpoint checkpoint(Fields metadata, Optional<Fields> config, Container container) throws IOException {
        SavedModel model = SavedModel.of(ObjectTree.of(this, config), config);
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (FileContents shard : shards) {
            for (Node node : shard.nodes()) {
                nodes.putIfAbsent(node.path(), node);
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (SavedModel.Named one : model.named()) {
            entries.add(Entry.read(one.name(), one.variable().tensor(), one.role(), entries.size()));
        }
        SavedFile file = new SavedFile(format, List.copyOf(nodes.values()), model, metadata, container);
        return Checkpoint.of(entries, Map.of(), Optional.of(new SavedState(file)));
    }

    /** The attributes of the root as metadata. */
    Fields rootMetadata() {
        Map<String, Attribute> metadata = new LinkedHashMap<>();
        shards.forEach(shard ->
                metadata.putAll(RootAttributes.metadata(shard.groups().getOrDefault("", List.of()))
                        .values()));
        return new Fields(metadata);
    }
}
