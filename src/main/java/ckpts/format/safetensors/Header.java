package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a file, without its tensors.
 *
 * @param metadata the metadata, in the file's order; empty if the file has no {@code __metadata__}
 * @param unknownFields number of fields of tensors that this program does not know
 * @param bytes from the first byte of the file to the first of the data: as large as the names of all tensors, so they
 *     are read again when needed
 */
record Header(Optional<Map<String, String>> metadata, int unknownFields, ByteSource bytes) {
    /** The name under which a header has its metadata; not a tensor's. */
    static final String METADATA = "__metadata__";

    /** Size in bytes of the number with the length of the JSON. */
    static final int PREFIX = 8;

    /** The limit of the reference reader. */
    static final int MOST_BYTES = 100_000_000;

    /** The offset in the file where the data begin. */
    long size() {
        return bytes.size();
    }
}
