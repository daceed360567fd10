package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.format.keras.StoredFile.Node;
import ckpts.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of Keras 3's format, an archive, or shards of a file, as they were opened. Immutable.
 *
 * @param format the format's name
 * @param nodes groups and datasets of all shards, parents before their members
 * @param model what they are
 * @param metadata beside the tensors
 * @param container what the weights are in besides their HDF5 files
 */
record SavedFile(String format, List<Node> nodes, SavedModel model, Attribute.Fields metadata, Container container) {
    static final SavedFile EMPTY = new SavedFile(
            KerasWeightsFormat.NAME,
            List.of(new Node("", List.of(), Optional.empty())),
            SavedModel.of(
                    new SavedObject(
                            "",
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            List.of()),
                    Optional.empty()),
            Attribute.Fields.NONE,
            new Container.Plain());

    SavedFile {
        nodes = List.copyOf(nodes);
    }

    /** What the HDF5 files are in. */
    sealed interface Container {
        /** Nothing: one file. */
        record Plain() implements Container {}

        /**
         * Shards with an index.
         *
         * @param shards datasets to the number of their shard
         */
        record Shards(Map<String, Integer> shards) implements Container {}

        /** An archive with other files. */
        record Archive(List<Carried> files) implements Container {
            public Archive {
                files = List.copyOf(files);
            }
        }
    }

    /**
     * A file in an archive, in its order; the weights have no bytes here.
     *
     * @param bytes all of it, if it is small or compressed
     * @param stored its bytes where they lie in the archive, to be read while that is open
     */
    record Carried(String name, Optional<byte[]> bytes, Optional<Tensor> stored) {}

    /** Files of the archive; empty if it is none. */
    List<Carried> carried() {
        return container instanceof Container.Archive archive ? archive.files() : List.of();
    }

    /** Of the metadata of a checkpoint, those that are attributes of the HDF5 file: all, unless an archive has them. */
    Attribute.Fields rootMetadata(ckpts.checkpoint.Checkpoint checkpoint) {
        return isArchive() ? Attribute.Fields.NONE : checkpoint.metadata();
    }

    boolean isArchive() {
        return container instanceof Container.Archive;
    }
}
