package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.MalformedFileException;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Storage;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A leaf whose canonical bytes are stored verbatim in a file.
 *
 * <p>If the format stores a checksum, the first read checks the whole range before it returns a byte, so that no value
 * is computed from damaged data; a verbatim copy checks while copying instead (see {@link Verbatim}).
 */
public final class StoredTensor implements FileTensor {
    private static final int CHECK_CHUNK = 1 << 16;

    private final TensorType type;
    private final Container file;
    private final String name;
    private final long offset;
    private final long length;
    private final Supplier<Checksum> checksum;
    private final int expected;
    private volatile boolean checked;

    /**
     * A file with tensors, one object shared by all of them: a checkpoint may have a million.
     *
     * @param path of the file
     * @param format the checkpoint format's name
     * @param bytes bytes of the whole file, open for as long as its tensors are read
     */
    public record Container(Path path, String format, ByteSource bytes) {}

    /**
     * A tensor without a stored checksum.
     *
     * @param name the tensor's name in the file, as the format spells it
     * @param offset offset of the tensor's first byte in the file
     * @param length size of the tensor in bytes
     * @throws MalformedFileException if these bytes are not in the file
     */
    public StoredTensor(TensorType type, Container file, String name, long offset, long length)
            throws MalformedFileException {
        this(type, file, name, offset, length, new Verbatim.Integrity(Checksum.NONE, 0));
    }

    /**
     * @param integrity the stored checksum; {@link Checksum#NONE} as its start means none
     * @throws MalformedFileException if these bytes are not in the file
     */
    public StoredTensor(
            TensorType type, Container file, String name, long offset, long length, Verbatim.Integrity integrity)
            throws MalformedFileException {
        this.type = type;
        this.file = file;
        this.name = name;
        this.offset = offset;
        this.length = length;
        this.checksum = integrity.start();
        this.expected = integrity.expected();
        this.checked = checksum == Checksum.NONE;
        slice();
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
        return "bytes " + offset + ".." + (offset + length) + " of "
                + file.path().getFileName();
    }

    @Override
    public Optional<Origin> origin() {
        return Optional.of(new Origin(file.path(), file.format(), name, offset, length));
    }

    @Override
    public Optional<Storage> storage() {
        return length == 0 ? Optional.empty() : Optional.of(new Storage(file(), offset, offset + length));
    }

    @Override
    public long byteSize() {
        return length;
    }

    /** The name in the file, as the format spells it. */
    public String name() {
        return name;
    }

    /** The range that holds the bytes, for a verbatim copy. */
    public ByteSource bytes() {
        try {
            return slice();
        } catch (MalformedFileException e) {
            throw new IllegalStateException("the file had these bytes when the tensor was created", e);
        }
    }

    /** Created when needed, so that a tensor takes no more memory than its place. */
    private ByteSource slice() throws MalformedFileException {
        return file.bytes().slice(offset, length, "\"" + name + "\"");
    }

    @Override
    public ByteSource file() {
        return file.bytes().file();
    }

    @Override
    public Optional<Verbatim> verbatim() {
        Optional<Verbatim.Integrity> integrity =
                checksum == Checksum.NONE ? Optional.empty() : Optional.of(new Verbatim.Integrity(checksum, expected));
        return Optional.of(new Verbatim(name, bytes(), integrity));
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return new Reader(scratch, checked ? Optional.empty() : Optional.of(checkBuffer(scratch)));
    }

    private Scratch.Lease checkBuffer(Scratch scratch) {
        return scratch.lease((int) Math.min(CHECK_CHUNK, Math.max(1, length)));
    }

    @Override
    public long bytesToCheck() {
        return checked ? 0 : length;
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
        if (checksum != Checksum.NONE) {
            try (Scratch.Lease lease = checkBuffer(scratch)) {
                check(scratch, lease.buffer());
            }
        }
    }

    private void check(Scratch scratch, ByteBuffer buffer) throws IOException {
        Checksum sum = checksum.get();
        ByteSource bytes = bytes();
        for (long position = 0; position < length; position += buffer.limit()) {
            scratch.goOn();
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - position));
            bytes.read(position, buffer);
            scratch.countRead(buffer.limit());
            sum.update(buffer.flip());
        }
        verbatim().orElseThrow().requireChecksum(sum.value());
        checked = true;
    }

    private final class Reader implements TensorReader {
        private final Scratch scratch;
        private final ByteSource bytes = bytes();
        private Optional<Scratch.Lease> checking;

        Reader(Scratch scratch, Optional<Scratch.Lease> checking) {
            this.scratch = scratch;
            this.checking = checking;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            TensorReader.requireRange(position, target.remaining(), length);
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
