package ckpts.format.safetensors;

import ckpts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file says before its data.
 *
 * @param metadata texts beside the tensors, in the file's order; empty if the file has no {@code __metadata__}
 * @param tensors in the order of their data
 * @param unknownFields how many fields of tensors this program does not know
 * @param json as it lies in the file
 */
record Header(Optional<Map<String, String>> metadata, List<Placed> tensors, int unknownFields, byte[] json) {
    /** The name under which a header has its texts; no tensor's. */
    static final String METADATA = "__metadata__";

    /** Bytes of the number that says how long the JSON is. */
    static final int PREFIX = 8;

    /** As the reference reader has it. */
    static final int MOST_BYTES = 100_000_000;

    Header {
        tensors = List.copyOf(tensors);
    }

    /** Where in the file the data begin. */
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
     * @param position byte of the JSON at which its name stands
     */
    record Placed(String name, StoredType type, Shape shape, long begin, long end, long position) {
        long size() {
            return end - begin;
        }
    }
}
