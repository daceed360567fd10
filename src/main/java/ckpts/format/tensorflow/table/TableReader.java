package ckpts.format.tensorflow.table;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a whole table, checking every block before using it.
 *
 * <pre>
 *   +-------------+---+-------------+---+-----------+---+--------+
 *   | data block  | t | data block  | t | metaindex | t | index  | t | footer
 *   +-------------+---+-------------+---+-----------+---+--------+
 *   t, the trailer, 5 bytes:  compression (0 none, 1 snappy) | masked CRC-32C, fixed32 LE, of block and compression
 *
 *   footer, 48 bytes:
 *   | metaindex handle | index handle | zeros up to byte 40 | 57 fb 80 8b 24 75 47 db |
 * </pre>
 *
 * <p>The index block holds, per data block, a key that is not less than any in it, and its handle. Keys ascend strictly
 * in unsigned byte order through the whole table. Stateless.
 */
public final class TableReader {
    /** Bytes after each block. */
    static final int TRAILER = 5;

    /** Bytes at the end of a table. */
    static final int FOOTER = 48;

    /** The last 8 bytes of a table, read as a little-endian number. */
    static final long MAGIC = 0xdb4775248b80fb57L;

    /** Maximum size of an uncompressed block. Writers aim at 256 KiB; one giant key makes a larger one. */
    static final int MAX_BLOCK = 1 << 26;

    /** Maximum size of keys and values together; prefix compression could make gigabytes of keys from kilobytes. */
    static final long MAX_CONTENTS = 1L << 26;

    private final ByteSource file;
    private final Visitor visitor;
    private byte[] lastKey;

    /** Receives the entries of a table. */
    interface Visitor {
        /** Called before an entry of this many bytes is allocated. */
        void reserve(long bytes, String source, long offset) throws IOException;

        void entry(TableEntry entry) throws IOException;
    }

    /** Receives the entries of a table in the order of their keys. */
    @FunctionalInterface
    public interface Receiver {
        void entry(TableEntry entry) throws IOException;
    }

    private TableReader(ByteSource file, Receiver receiver) {
        this.file = file;
        this.visitor = new Ordered(receiver);
    }

    /** Whether a file ends as a table does; false, never an exception, if it cannot be read. */
    public static boolean looksLikeTable(ByteSource file) {
        try {
            return file.size() >= FOOTER && magic(file) == MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads all entries, in order.
     *
     * @throws MalformedFileException if the table breaks a rule or a limit
     */
    public static void scan(ByteSource file, Receiver receiver) throws IOException {
        new TableReader(file, receiver).scan();
    }

    private void scan() throws IOException {
        if (file.size() < FOOTER) {
            throw new MalformedFileException(
                    file, 0, "has " + file.size() + " bytes, but a table has at least " + FOOTER + ": is it cut off?");
        }
        if (magic(file) != MAGIC) {
            throw new MalformedFileException(
                    file.slice(file.size() - FOOTER, FOOTER, "footer"),
                    FOOTER - 8,
                    String.format(
                            "ends in %016x, but a table ends in 57fb808b247547db: is it cut off?",
                            Long.reverseBytes(magic(file))));
        }
        ByteSource footer = file.slice(file.size() - FOOTER, FOOTER, "footer");
        ByteBuffer bytes = ByteBuffer.allocate(FOOTER - 8);
        footer.read(0, bytes);
        bytes.flip();
        BlockHandle metaindex = handle(bytes, footer.name(), footer.fileOffset());
        BlockHandle index = handle(bytes, footer.name(), footer.fileOffset());
        block(metaindex, "metaindex block");
        int[] number = {0};
        block(index, "index block").scan(new Unlimited(entry -> {
            BlockHandle data = handle(ByteBuffer.wrap(entry.value()), entry.source(), entry.offset());
            block(data, "block " + number[0]++).scan(visitor);
            if (lastKey != null && Arrays.compareUnsigned(lastKey, entry.key()) > 0) {
                throw entry.malformed("the key of block " + (number[0] - 1) + " is less than the last key in it");
            }
        }));
    }

    private static BlockHandle handle(ByteBuffer bytes, String source, long offset) throws MalformedFileException {
        try {
            return BlockHandle.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(source, offset, e.getMessage());
        }
    }

    private static long magic(ByteSource file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        file.read(file.size() - 8, bytes);
        return bytes.getLong(0);
    }

    private Block block(BlockHandle handle, String part) throws IOException {
        long room = file.size() - FOOTER - TRAILER;
        if (handle.offset() < 0 || handle.size() < 0 || handle.offset() > room - handle.size()) {
            throw new MalformedFileException(
                    file.name() + ", " + part,
                    file.fileOffset(),
                    "should be at byte " + Long.toUnsignedString(handle.offset()) + " with "
                            + Long.toUnsignedString(handle.size()) + " bytes, but the file has " + file.size());
        }
        if (handle.size() > MAX_BLOCK) {
            throw new MalformedFileException(
                    file.name() + ", " + part,
                    handle.offset(),
                    "has " + handle.size() + " bytes, but the limit of this reader is " + MAX_BLOCK);
        }
        int size = (int) handle.size();
        ByteSource source = file.slice(handle.offset(), size + (long) TRAILER, part);
        byte[] stored = new byte[size + TRAILER];
        source.read(0, ByteBuffer.wrap(stored));
        requireChecksum(source, stored, size);
        boolean compressed = stored[size] == 1;
        if (!compressed && stored[size] != 0) {
            throw new MalformedFileException(
                    source, size, "compression " + (stored[size] & 0xff) + " is unknown: 0 is none, 1 is snappy");
        }
        byte[] contents = compressed ? Snappy.uncompressed(source, stored, size) : Arrays.copyOf(stored, size);
        return new Block(contents, source.name(), source.fileOffset(), compressed);
    }

    private static void requireChecksum(ByteSource source, byte[] stored, int size) throws MalformedFileException {
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(stored, 0, size + 1);
        int expected =
                ByteBuffer.wrap(stored).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(size + 1);
        if (crc.value() != expected) {
            throw new MalformedFileException(
                    source,
                    0,
                    String.format(
                            "checksum of the block does not match: stored %08x, computed %08x over %d bytes",
                            expected, crc.value(), size + 1));
        }
    }

    /** Passes entries on after checking their order and the limits. */
    private final class Ordered implements Visitor {
        private final Receiver receiver;
        private long contents;

        private Ordered(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void reserve(long bytes, String source, long offset) throws MalformedFileException {
            contents += bytes;
            if (contents > MAX_CONTENTS) {
                throw new MalformedFileException(
                        source, offset, "keys and values so far take more than this reader's limit of " + MAX_CONTENTS);
            }
        }

        @Override
        public void entry(TableEntry entry) throws IOException {
            if (lastKey != null && Arrays.compareUnsigned(lastKey, entry.key()) >= 0) {
                throw entry.malformed("the key does not come after the previous one");
            }
            lastKey = entry.key();
            receiver.entry(entry);
        }
    }

    /** The entries of the index block, one per block. */
    private record Unlimited(Receiver receiver) implements Visitor {
        @Override
        public void reserve(long bytes, String source, long offset) {}

        @Override
        public void entry(TableEntry entry) throws IOException {
            receiver.entry(entry);
        }
    }
}
