package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.MemoryDisk;
import ckpts.format.Target;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.BundleHeader;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.bundle.DataTypes;
import ckpts.format.tensorflow.bundle.OrderedCode;
import ckpts.format.tensorflow.bundle.SliceSpec;
import ckpts.format.tensorflow.table.MaskedCrc32c;
import ckpts.format.tensorflow.table.TableWriter;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Bundles made by hand, right or wrong, as files in memory under the prefix {@code v}. */
public final class Bundles {
    public static final Path PREFIX = Path.of("v");

    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private byte[] header = BundleHeader.written(1).encoded().toByteArray();
    private byte[] data = new byte[0];

    /** The bytes of the one data file. */
    Bundles data(String hex) {
        data = HexFormat.of().parseHex(hex.replace(" ", ""));
        return this;
    }

    Bundles header(BundleHeader proto) {
        header = proto.encoded().toByteArray();
        return this;
    }

    /** Any bytes under the empty key. */
    Bundles header(byte[] bytes) {
        header = bytes;
        return this;
    }

    /** An entry with the right checksum of its bytes. */
    Bundles tensor(String name, DType type, Shape shape, int offset, int size) {
        return entry(name, at(type, shape, offset, size));
    }

    /**
     * The keys with a byte each, and a graph.
     *
     * @param graph the encoded message, or what stands in its place; all checksums are right
     */
    public Bundles objects(ByteString graph, Collection<String> keys) {
        ByteBuffer length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(graph.size());
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(length.flip());
        ByteBuffer stored =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(crc.value());
        // A field is its number, the length as it is wanted here, and the message.
        ByteString field = new ProtoBytes().message(1, graph).done();
        byte[] stream = field.substring(1, field.size() - graph.size())
                .concat(ByteString.copyFrom(stored.flip()))
                .concat(graph)
                .toByteArray();
        data = Arrays.copyOf(new byte[0], keys.size() + stream.length);
        System.arraycopy(stream, 0, data, keys.size(), stream.length);
        int offset = 0;
        for (String key : keys) {
            data[offset] = (byte) (1 + offset);
            tensor(key, DType.UINT8, Shape.of(1), offset, 1);
            offset++;
        }
        return tensor(GraphTensor.KEY, DType.STRING, Shape.scalar(), keys.size(), stream.length);
    }

    BundleEntry at(DType type, Shape shape, int offset, int size) {
        var crc = BundleReader.checksum(type, shape, false).get();
        crc.update(ByteBuffer.wrap(data, offset, size));
        return BundleEntry.written(DataTypes.number(type).orElseThrow(), shape).at(0, offset, size, crc.value());
    }

    Bundles entry(String name, BundleEntry entry) {
        return raw(name.getBytes(StandardCharsets.UTF_8), entry.encoded().toByteArray());
    }

    Bundles slice(String name, SliceSpec slice, BundleEntry entry) {
        byte[] key = OrderedCode.sliceKey(name.getBytes(StandardCharsets.UTF_8), slice);
        return raw(key, entry.encoded().toByteArray());
    }

    Bundles raw(byte[] key, byte[] value) {
        entries.put(key, value);
        return this;
    }

    byte[] index() {
        TableWriter table = new TableWriter();
        table.add(new byte[0], header);
        entries.forEach(table::add);
        return table.finish();
    }

    public MemoryDisk disk() {
        return new MemoryDisk().put(BundlePath.index(PREFIX), index()).put(BundlePath.data(PREFIX, 0, 1), data);
    }

    /** An entry of a partitioned tensor. */
    static BundleEntry partitioned(DType type, Shape shape, SliceSpec... slices) {
        BundleEntry whole = BundleEntry.written(DataTypes.number(type).orElseThrow(), shape);
        return new BundleEntry(
                whole.number(), shape, whole.encodedShape(), 0, 0, 0, 0, List.of(slices), ByteString.EMPTY);
    }

    /** The slice that TensorFlow prints so: {@code 0,4:-}. */
    static SliceSpec slice(String text) {
        List<SliceSpec.Extent> extents = new ArrayList<>();
        for (String extent : text.split(":")) {
            String[] numbers = extent.split(",");
            extents.add(
                    extent.equals("-")
                            ? new SliceSpec.Extent(0, -1)
                            : new SliceSpec.Extent(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
        }
        return new SliceSpec(extents);
    }

    /** A prefix in a folder that holds nothing. */
    static Target target(String prefix) {
        return new Target(Path.of(prefix), List.of(), OptionalInt.empty(), OptionalLong.empty(), false);
    }

    /** A checkpoint that no format has read. */
    static Checkpoint checkpoint(Map<String, Tensor> tensors) {
        List<Entry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(Entry.read(name, tensor, Role.VARIABLE, entries.size())));
        return Checkpoint.of(entries, Map.of(), Optional.empty());
    }
}
