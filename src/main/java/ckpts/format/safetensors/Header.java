package ckpts.format.safetensors;

import ckpts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a file.
 *
 * @param metadata the metadata, in the file's order; empty if the file has no {@code __metadata__}
 * @param tensors in the order of their data
 * @param unknownFields number of fields of tensors that this program does not know
 * @param json the bytes in the file
 */
record Header(Optional<Map<String, String>> metadata, List<Placed> tensors, int unknownFields, byte[] json) {
    /** The name under which a header has its metadata; not a tensor's. */
    static final String METADATA = "__metadata__";

    /** Size in bytes of the number with the length of the JSON. */
    static final int PREFIX = 8;

    /** The limit of the reference reader. */
    static final int MOST_BYTES = 100_000_000;

    Header {
        tensors = List.copyOf(tensors);
    }

    /** The offset in the file where the data begin. */
    long size() {
        return PREFIX + (long) json.length;
    }

    /** From the first byte of the file to the first of the data. */
    byte[] bytes() {
        return prefixed(json);
    }

    static byte[] prefixed(byte[] json) {
        byte[] header = new byte[PREFIX + json.length];
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json);
        return header;
    }

    /**
     * A tensor and its place.
     *
     * @param begin of its bytes, counted from the first byte of the data
     * @param end of its bytes, exclusive
     * @param position offset of its name in the JSON
     */
    record Placed(String name, StoredType type, Shape shape, long begin, long end, long position) {
        long size() {
            return end - begin;
        }
    }
}
