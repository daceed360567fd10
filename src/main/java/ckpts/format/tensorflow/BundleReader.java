package ckpts.format.tensorflow;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verbatim;
import ckpts.format.tensorflow.bundle.BigEndianStrings;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.BundleHeader;
import ckpts.format.tensorflow.bundle.BundleIndex;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.bundle.BundlePlace;
import ckpts.format.tensorflow.bundle.ByteSwappedTensor;
import ckpts.format.tensorflow.bundle.PartitionedStrings;
import ckpts.format.tensorflow.bundle.PartitionedTensor;
import ckpts.format.tensorflow.bundle.StringChecksum;
import ckpts.format.tensorflow.bundle.StringStream;
import ckpts.format.tensorflow.bundle.VariantChecksum;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.table.MaskedCrc32c;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An opened bundle: its index read, its data files open, a lazy value for each tensor. Closing closes the files. */
final class BundleReader implements Closeable {
    private final Path prefix;
    private final List<StoredTensor.Container> files = new ArrayList<>();
    /** Types that were read, each shared by its tensors. */
    private final Map<TensorType, TensorType> types = new HashMap<>();

    private BundleHeader header;

    private BundleReader(Path prefix) {
        this.prefix = prefix;
    }

    /**
     * A bundle's files with their contents.
     *
     * @param sizes of the data files
     * @param tensors in the order of their places in the files, including the object graph
     * @param objects the object graph and its names; empty for a name-based checkpoint
     */
    record Opened(
            BundleHeader header,
            List<Path> dataFiles,
            List<Long> sizes,
            List<BundleState.Stored> tensors,
            Optional<ObjectNames> objects,
            Closeable files) {}

    /**
     * Opens a bundle.
     *
     * @param siblings the file names in the prefix's directory
     * @throws MalformedFileException if an entry breaks a rule, or a data file is missing or too short
     */
    static Opened open(Path prefix, List<String> siblings, Disk disk) throws IOException {
        BundleReader reader = new BundleReader(prefix);
        try {
            return reader.open(Set.copyOf(siblings), disk);
        } catch (MalformedFileException e) {
            reader.close();
            List<Path> files = new ArrayList<>(List.of(BundlePath.index(prefix)));
            files.addAll(reader.dataFiles());
            throw UnknownFormatException.insteadOf(e, files, disk);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Opened open(Set<String> siblings, Disk disk) throws IOException {
        BundleIndex index;
        String indexName;
        try (ByteSource file = disk.open(BundlePath.index(prefix))) {
            index = BundleIndex.read(file);
            indexName = file.name();
        }
        header = index.header();
        for (int shard = 0; shard < header.shards(); shard++) {
            Path file = BundlePath.data(prefix, shard, header.shards());
            if (!siblings.contains(file.getFileName().toString())) {
                throw new MalformedFileException(
                        indexName,
                        0,
                        "the data file \"" + file.getFileName() + "\" is missing: the index says that there are "
                                + header.shards() + ", and it must be next to the index");
            }
            files.add(new StoredTensor.Container(file, TensorFlowFormat.NAME, disk.open(file)));
        }
        List<BundleState.Stored> tensors = new ArrayList<>(index.tensors().size());
        Optional<ObjectNames> objects = Optional.empty();
        for (BundleIndex.Listed listed : index.tensors()) {
            BundleState.Stored stored = stored(listed);
            tensors.add(stored);
            if (listed.name().equals(GraphTensor.KEY)) {
                objects = Optional.of(ObjectBased.names(stored.tensor(), listed.place(), index));
            }
        }
        // Stable: tensors with the same place, as several empty ones may have, stay in the order of keys.
        tensors.sort(Comparator.comparing(BundleState.Stored::first, BundlePlace.ORDER));
        List<Long> sizes = files.stream().map(file -> file.bytes().size()).toList();
        return new Opened(header, dataFiles(), sizes, tensors, objects, this);
    }

    private List<Path> dataFiles() {
        return files.stream().map(StoredTensor.Container::path).toList();
    }

    private BundleState.Stored stored(BundleIndex.Listed listed) throws MalformedFileException {
        BundleEntry entry = listed.entry();
        if (!entry.isPartitioned()) {
            BundleState.Leaf leaf = leaf(listed, listed.name(), entry);
            return new BundleState.Stored(listed.name(), listed.name(), entry, List.of(), List.of(leaf), leaf.value());
        }
        List<BundleState.Leaf> leaves = new ArrayList<>(listed.parts().size());
        for (int i = 0; i < listed.parts().size(); i++) {
            String slice = listed.name() + " " + entry.slices().get(i);
            leaves.add(leaf(listed, slice, listed.parts().get(i)));
        }
        List<Tensor> slices = leaves.stream().map(BundleState.Leaf::value).toList();
        return new BundleState.Stored(
                listed.name(), listed.name(), entry, listed.parts(), leaves, joined(listed, slices));
    }

    private static Tensor joined(BundleIndex.Listed listed, List<Tensor> leaves) throws MalformedFileException {
        BundleEntry entry = listed.entry();
        TensorType type = new TensorType(entry.dtype(), entry.shape());
        if (entry.dtype().isFixedWidth()) {
            return new PartitionedTensor(type, entry.slices(), leaves);
        }
        if (entry.dtype() == DType.STRING) {
            return new PartitionedStrings(type, entry.slices(), leaves);
        }
        throw listed.place()
                .malformed("\"" + listed.name() + "\" is partitioned, which elements of type " + kind(entry)
                        + " cannot be: where one ends is not known");
    }

    private BundleState.Leaf leaf(BundleIndex.Listed listed, String name, BundleEntry entry)
            throws MalformedFileException {
        requireSize(listed, name, entry);
        if (entry.shard() < 0 || entry.shard() >= files.size()) {
            throw listed.place()
                    .malformed("\"" + name + "\" should be in shard " + entry.shard() + " of " + files.size());
        }
        StoredTensor.Container file = files.get(entry.shard());
        long room = file.bytes().size();
        if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > room - entry.size()) {
            throw listed.place()
                    .malformed(String.format(
                            "\"%s\" should be at byte %s of %s with %s bytes, but the file has %d: is it cut off?",
                            name,
                            Long.toUnsignedString(entry.offset()),
                            file.bytes().name(),
                            Long.toUnsignedString(entry.size()),
                            room));
        }
        TensorType own = new TensorType(entry.dtype(), entry.shape());
        TensorType type = types.computeIfAbsent(own, any -> own);
        Verbatim.Integrity integrity =
                new Verbatim.Integrity(checksum(entry.dtype(), entry.shape(), header.bigEndian()), entry.crc());
        if (!header.bigEndian() || entry.dtype().width() == 1) {
            return BundleState.Leaf.of(new StoredTensor(type, file, name, entry.offset(), entry.size(), integrity));
        }
        TensorType raw = new TensorType(DType.UINT8, Shape.of(entry.size()));
        StoredTensor stored = new StoredTensor(raw, file, name, entry.offset(), entry.size(), integrity);
        return new BundleState.Leaf(swapped(listed, type, stored), stored);
    }

    private static Tensor swapped(BundleIndex.Listed listed, TensorType type, Tensor stored)
            throws MalformedFileException {
        if (type.dtype().isFixedWidth()) {
            return new ByteSwappedTensor(type, stored);
        }
        if (type.dtype() == DType.STRING) {
            return new BigEndianStrings(type, stored);
        }
        throw listed.place()
                .malformed("\"" + listed.name() + "\" is of type " + kind(listed.entry())
                        + " in a big-endian bundle: the little-endian form of its elements is unknown");
    }

    private static void requireSize(BundleIndex.Listed listed, String name, BundleEntry entry)
            throws MalformedFileException {
        long elements = entry.shape().elementCount();
        if (entry.dtype() == DType.STRING) {
            if (entry.size() - StringStream.CRC_BYTES < elements) {
                throw listed.place()
                        .malformed("\"" + name + "\" should have " + elements + " strings in " + entry.size()
                                + " bytes, which are too few for their lengths");
            }
        } else if (entry.dtype().isFixedWidth()) {
            boolean fits = elements <= Long.MAX_VALUE / entry.dtype().width();
            if (!fits || entry.size() != elements * entry.dtype().width()) {
                throw listed.place()
                        .malformed("\"" + name + "\" is " + entry.dtype() + entry.shape() + ", "
                                + (fits ? elements * entry.dtype().width() : "more than any file's") + " bytes, but "
                                + entry.size() + " are stored");
            }
        }
    }

    private static String kind(BundleEntry entry) {
        return entry.dtype() == DType.OPAQUE
                ? "number " + entry.number()
                : entry.dtype().text();
    }

    /** The start of the checksum of a tensor of this type. */
    static Supplier<Checksum> checksum(DType type, Shape shape, boolean bigEndian) {
        if (type == DType.STRING) {
            return new StringChecksum.Start(shape.elementCount(), bigEndian);
        }
        return type == DType.VARIANT ? VariantChecksum.START : MaskedCrc32c.START;
    }

    @Override
    public void close() throws IOException {
        for (StoredTensor.Container file : files) {
            file.bytes().close();
        }
    }
}
