package ckpts.engine;

import ckpts.bytes.Checksum;
import ckpts.bytes.MalformedFileException;
import ckpts.format.Segment;
import ckpts.format.Verbatim;
import ckpts.format.Verbatim.Integrity;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checksums the bytes of one tensor on their way into a file: for the format that stores the checksum, and, if they are
 * copied from a file that states one, to compare with that. For one thread at a time.
 */
final class ChecksumCheck {
    private final Segment.Values values;
    private final Checksum kept;
    private final Optional<Checksum> stored;
    private long summed;

    ChecksumCheck(Segment.Values values) {
        this.values = values;
        this.kept = values.checksum().get();
        this.stored = integrity(values)
                .filter(integrity -> !integrity.start().equals(values.checksum()))
                .map(integrity -> integrity.start().get());
    }

    /** Whether no checksum is needed, so that the bytes need not be read. */
    static boolean isPointless(Segment.Values values) {
        return values.checksum() == Checksum.NONE && integrity(values).isEmpty();
    }

    private static Optional<Integrity> integrity(Segment.Values values) {
        return Verbatim.of(values.tensor()).flatMap(Verbatim::integrity);
    }

    Segment.Values values() {
        return values;
    }

    /** Updates the checksum with the next bytes; the buffer's position stays. */
    void update(ByteBuffer bytes) {
        summed += bytes.remaining();
        stored.ifPresent(checksum -> checksum.update(bytes.duplicate()));
        kept.update(bytes.duplicate());
    }

    /** Bytes that are still to come. */
    long missing() {
        return values.tensor().byteSize() - summed;
    }

    /**
     * The checksum that the format stores, once all bytes were seen.
     *
     * @throws MalformedFileException if it is not the one that the source states
     */
    int finish() throws MalformedFileException {
        int value = kept.value();
        Optional<Verbatim> copied = Verbatim.of(values.tensor());
        if (copied.isPresent()) {
            copied.get().requireChecksum(stored.isPresent() ? stored.get().value() : value);
        }
        return value;
    }
}
