package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.MalformedFileException;
import ckpts.tensor.Tensor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The canonical bytes of a tensor where they lie in a file, to be copied without being decoded.
 *
 * @param name the tensor's name in the file, as the format spells it
 * @param bytes exactly these bytes
 * @param integrity the stored checksum of them, if the format stores one
 */
public record Verbatim(String name, ByteSource bytes, Optional<Integrity> integrity) {
    /**
     * A stored checksum.
     *
     * @param start begins a computation
     * @param expected the stored value
     */
    public record Integrity(Supplier<Checksum> start, int expected) {}

    /** Those of a tensor; empty if it is computed, or stored in another form. */
    public static Optional<Verbatim> of(Tensor tensor) {
        return tensor instanceof FileTensor leaf ? leaf.verbatim() : Optional.empty();
    }

    /** Whether other bytes follow these in the same file. */
    public boolean touches(Verbatim next) {
        return bytes.file() == next.bytes.file() && bytes.fileOffset() + bytes.size() == next.bytes.fileOffset();
    }

    /**
     * Compares a checksum computed over all of the bytes with the stored one.
     *
     * @throws MalformedFileException if they differ
     */
    public void requireChecksum(int computed) throws MalformedFileException {
        if (integrity.isPresent() && integrity.get().expected() != computed) {
            throw new MalformedFileException(
                    bytes,
                    0,
                    String.format(
                            "checksum of \"%s\" does not match: stored %08x, computed %08x over %d bytes",
                            name, integrity.get().expected(), computed, bytes.size()));
        }
    }
}
