package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a file says before its data, beside the tensors.
 *
 * @param metadata texts beside the tensors, in the file's order; empty if the file has no {@code __metadata__}
 * @param unknownFields how many fields of tensors this program does not know
 * @param bytes from the first byte of the file to the first of the data: as many as the names of all tensors take, so that
 *     they are read again where they are wanted
 */
record Header(Optional<Map<String, String>> metadata, int unknownFields, ByteSource bytes) {
    /** The name under which a header has its texts; no tensor's. */
    static final String METADATA = "__metadata__";

    /** Bytes of the number that says how long the JSON is. */
    static final int PREFIX = 8;

    /** As the reference reader has it. */
    static final int MOST_BYTES = 100_000_000;

    /** Where in the file the data begin. */
    long size() {
        return bytes.size();
    }
}
