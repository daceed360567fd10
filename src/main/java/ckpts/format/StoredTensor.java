package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.MalformedFileException;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A leaf whose canonical bytes are stored verbatim in a file.
 *
 * <p>If the format stores a checksum, the first read checks the whole range before it returns a byte, so that no value
 * is computed from damaged data; a verbatim copy checks while copying instead (see {@link #integrity}).
 */
public final class StoredTensor implements Tensor {
    private static final int CHECK_CHUNK = 1 << 16;

    private final TensorType type;
    private final ByteSource bytes;
    private final Origin origin;
    private final Optional<Integrity> integrity;
    private volatile boolean checked;

    /**
     * A stored checksum.
     *
     * @param start begins a computation
     * @param expected the stored value
     */
    public record Integrity(Supplier<Checksum> start, int expected) {}

    /**
     * @param bytes exactly the tensor's bytes
     * @param integrity the stored checksum; empty if the format has none
     */
    public StoredTensor(TensorType type, ByteSource bytes, Origin origin, Optional<Integrity> integrity) {
        this.type = type;
        this.bytes = bytes;
        this.origin = origin;
        this.integrity = integrity;
        this.checked = integrity.isEmpty();
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "bytes " + origin.offset() + ".." + (origin.offset() + origin.length()) + " of "
                + origin.file().getFileName();
    }

    @Override
    public Optional<Origin> origin() {
        return Optional.of(origin);
    }

    @Override
    public long byteSize() {
        return bytes.size();
    }

    /** The range that holds the bytes, for a verbatim copy. */
    public ByteSource bytes() {
        return bytes;
    }

    public Optional<Integrity> integrity() {
        return integrity;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return new Reader(scratch, checked ? Optional.empty() : Optional.of(checkBuffer(scratch)));
    }

    private Scratch.Lease checkBuffer(Scratch scratch) {
        return scratch.lease((int) Math.min(CHECK_CHUNK, Math.max(1, bytes.size())));
    }

    /** Number of additional bytes that the first read of a reader reads. */
    public long bytesToCheck() {
        return checked ? 0 : bytes.size();
    }

    /** Several threads may begin to read at the same time: one of them checks, the others wait for it. */
    private synchronized void checkOnce(Scratch scratch, ByteBuffer buffer) throws IOException {
        if (!checked) {
            check(scratch, buffer);
        }
    }

    /**
     * Reads the whole range once and compares its checksum with the stored one.
     *
     * @throws MalformedFileException if they differ
     */
    public void check(Scratch scratch) throws IOException {
        if (integrity.isPresent()) {
            try (Scratch.Lease lease = checkBuffer(scratch)) {
                check(scratch, lease.buffer());
            }
        }
    }

    private void check(Scratch scratch, ByteBuffer buffer) throws IOException {
        Checksum checksum = integrity.orElseThrow().start().get();
        for (long position = 0; position < bytes.size(); position += buffer.limit()) {
            scratch.goOn();
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes.size() - position));
            bytes.read(position, buffer);
            scratch.countRead(buffer.limit());
            checksum.update(buffer.flip());
        }
        requireChecksum(checksum.value());
        checked = true;
    }

    /**
     * Compares a checksum computed over the whole range with the stored one.
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
                            origin.name(), integrity.get().expected(), computed, bytes.size()));
        }
    }

    private final class Reader implements TensorReader {
        private final Scratch scratch;
        private Optional<Scratch.Lease> checking;

        Reader(Scratch scratch, Optional<Scratch.Lease> checking) {
            this.scratch = scratch;
            this.checking = checking;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            if (position < 0 || target.remaining() > bytes.size() - position) {
                throw new IndexOutOfBoundsException(position + "+" + target.remaining() + " of " + bytes.size());
            }
            if (checking.isPresent()) {
                checkOnce(scratch, checking.get().buffer());
                close();
            }
            scratch.countRead(target.remaining());
            bytes.read(position, target);
        }

        @Override
        public void close() {
            checking.ifPresent(Scratch.Lease::close);
            checking = Optional.empty();
        }
    }
}
