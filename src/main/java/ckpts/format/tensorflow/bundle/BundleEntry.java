package ckpts.format.tensorflow.bundle;

import ckpts.bytes.MalformedFileException;
import ckpts.format.tensorflow.table.TableEntry;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.format.tensorflow.wire.ProtoFields;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entry of an index for one tensor or one slice: BundleEntryProto {@code dtype = 1, shape = 2, shard_id = 3, offset
 * = 4, size = 5, crc32c = 6 (fixed32), slices = 7}.
 *
 * @param number TensorFlow's number of the element type
 * @param shape of the whole tensor, or of the slice
 * @param encodedShape the TensorShapeProto as it was read, which may name axes
 * @param shard 0-based
 * @param offset first byte in the shard's file
 * @param size stored bytes
 * @param crc masked checksum of the stored bytes
 * @param slices slices of a partitioned tensor, which have entries of their own; this entry then has no bytes
 * @param unknown fields that this program does not know, kept on rewriting
 */
public record BundleEntry(
        int number,
        Shape shape,
        ByteString encodedShape,
        int shard,
        long offset,
        long size,
        int crc,
        List<SliceSpec> slices,
        ByteString unknown) {
    /** TensorFlow's own limit (TensorShape::MaxDimensions). */
    public static final int MAX_RANK = 254;

    /** The shapes read from one index: there are many tensors and few shapes, so tensors of the same shape share it. */
    static final class Shapes {
        private final Map<ByteString, Known> known = new HashMap<>();

        private record Known(ByteString encoded, Shape shape) {}

        private Known of(ByteString encoded, TableEntry entry) throws IOException {
            Known found = known.get(encoded);
            if (found == null) {
                found = new Known(encoded, shape(entry, encoded.toByteArray()));
                known.put(encoded, found);
            }
            return found;
        }
    }

    /** An entry as TensorFlow writes it. */
    public static BundleEntry written(int number, Shape shape) {
        return new BundleEntry(number, shape, encoded(shape), 0, 0, 0, 0, List.of(), ByteString.EMPTY);
    }

    public DType dtype() {
        return DataTypes.type(number);
    }

    public boolean isPartitioned() {
        return !slices.isEmpty();
    }

    /** This entry for bytes at another place. */
    public BundleEntry at(int newShard, long newOffset, long newSize, int newCrc) {
        return new BundleEntry(number, shape, encodedShape, newShard, newOffset, newSize, newCrc, slices, unknown);
    }

    /** This entry for a tensor that is no longer partitioned. */
    public BundleEntry whole() {
        return new BundleEntry(number, shape, encodedShape, shard, offset, size, crc, List.of(), unknown);
    }

    /** Written out: a record's own is generated at run time, and every listing needs it. */
    @Override
    public int hashCode() {
        int where = Integer.hashCode(shard) * 31 + Long.hashCode(offset) * 31 + Long.hashCode(size);
        int what = number * 31 + encodedShape.hashCode();
        return (where * 31 + what) * 31 + crc;
    }

    /** The BundleEntryProto. */
    public ByteString encoded() {
        ProtoBytes message = new ProtoBytes()
                .number(1, number)
                .message(2, encodedShape)
                .number(3, shard)
                .number(4, offset)
                .number(5, size)
                .fixed32(6, crc);
        slices.forEach(slice -> message.message(7, slice.encoded()));
        return message.raw(unknown).done();
    }

    /**
     * Reads one entry of an index.
     *
     * @param shapes shapes of its index so far
     * @throws MalformedFileException if it is not a BundleEntryProto, or its shape is invalid
     */
    static BundleEntry parse(TableEntry entry, Shapes shapes) throws IOException {
        try {
            return parse(entry, new ProtoFields(entry.value()), shapes);
        } catch (InvalidProtocolBufferException e) {
            throw entry.malformed("is not a BundleEntryProto: " + e.getMessage());
        }
    }

    private static BundleEntry parse(TableEntry entry, ProtoFields fields, Shapes shapes) throws IOException {
        int number = 0;
        ByteString shape = ByteString.EMPTY;
        int shard = 0;
        long offset = 0;
        long size = 0;
        int crc = 0;
        List<SliceSpec> slices = new ArrayList<>(0);
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.VARINT)) {
                number = fields.smallNumber();
            } else if (fields.is(2, ProtoBytes.BYTES)) {
                // A message that appears twice is merged: the dimensions of both, in their order.
                shape = shape.concat(ByteString.copyFrom(fields.bytes()));
            } else if (fields.is(3, ProtoBytes.VARINT)) {
                shard = fields.smallNumber();
            } else if (fields.is(4, ProtoBytes.VARINT)) {
                offset = fields.number();
            } else if (fields.is(5, ProtoBytes.VARINT)) {
                size = fields.number();
            } else if (fields.is(6, ProtoBytes.FIXED32)) {
                crc = fields.fixed32();
            } else if (fields.is(7, ProtoBytes.BYTES)) {
                slices.add(SliceSpec.parse(fields.bytes()));
            } else {
                fields.keep();
            }
        }
        if (number == 0) {
            throw entry.malformed("has no dtype");
        }
        Shapes.Known known = shapes.of(shape, entry);
        return new BundleEntry(
                number,
                known.shape(),
                known.encoded(),
                shard,
                offset,
                size,
                crc,
                List.copyOf(slices),
                fields.unknown());
    }

    /** Reads a TensorShapeProto: {@code repeated Dim dim = 2, unknown_rank = 3}, {@code Dim { size = 1; name = 2 }}. */
    private static Shape shape(TableEntry entry, byte[] message) throws IOException {
        List<Long> sizes = new ArrayList<>(4);
        ProtoFields fields = new ProtoFields(message);
        while (fields.next()) {
            if (fields.is(2, ProtoBytes.BYTES)) {
                sizes.add(dimension(fields.bytes()));
            } else if (fields.is(3, ProtoBytes.VARINT) && fields.number() != 0) {
                throw entry.malformed("has a shape of unknown rank");
            } else if (!fields.is(3, ProtoBytes.VARINT)) {
                fields.keep();
            }
        }
        if (sizes.size() > MAX_RANK) {
            throw entry.malformed("has " + sizes.size() + " dimensions, the limit is " + MAX_RANK);
        }
        if (sizes.stream().allMatch(size -> size >= 0) && TensorType.isCountable(Shape.of(sizes))) {
            return Shape.of(sizes);
        }
        throw entry.malformed("has an impossible shape " + sizes);
    }

    private static long dimension(byte[] message) throws IOException {
        long size = 0;
        ProtoFields fields = new ProtoFields(message);
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.VARINT)) {
                size = fields.number();
            } else {
                fields.keep();
            }
        }
        return size;
    }

    private static ByteString encoded(Shape shape) {
        ProtoBytes message = new ProtoBytes();
        for (long size : shape.toArray()) {
            message.message(2, new ProtoBytes().number(1, size).done());
        }
        return message.done();
    }
}
