package ckpts.format.tensorflow.table;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The contents of one block, uncompressed.
 *
 * <pre>
 *   +---------+---------+-----+------------------+----------------+
 *   | entry 0 | entry 1 | ... | restart offsets  | restart count  |
 *   +---------+---------+-----+------------------+----------------+
 *                               n x fixed32 LE     fixed32 LE
 *
 *   entry:  shared varint32 | unshared varint32 | value length varint32 | key suffix | value
 *
 *   key = first "shared" bytes of the previous key + key suffix; at a restart shared is 0
 * </pre>
 */
final class Block {
    private final byte[] bytes;
    private final String source;
    private final long fileOffset;
    private final boolean compressed;
    private final int entriesEnd;
    private final int restarts;

    /**
     * @param bytes the block without its trailer
     * @param source file and block, for messages
     * @param fileOffset offset of the stored block
     * @param compressed whether positions in {@code bytes} do not correspond to positions in the file
     * @throws MalformedFileException if the restart array is not within the block
     */
    Block(byte[] bytes, String source, long fileOffset, boolean compressed) throws MalformedFileException {
        this.bytes = bytes;
        this.source = source;
        this.fileOffset = fileOffset;
        this.compressed = compressed;
        if (bytes.length < 4) {
            throw malformed(0, "a block has at least 4 bytes, this one has " + bytes.length);
        }
        this.restarts = fixed32(bytes.length - 4);
        if (restarts < 1 || restarts > (bytes.length - 4) / 4) {
            throw malformed(
                    bytes.length - 4,
                    Integer.toUnsignedString(restarts) + " restart points in a block of " + bytes.length + " bytes");
        }
        this.entriesEnd = bytes.length - 4 - 4 * restarts;
    }

    /**
     * Passes all entries to the visitor in order.
     *
     * @throws MalformedFileException if lengths exceed the block or restart points are not at an entry with a whole key
     */
    void scan(TableReader.Visitor visitor) throws IOException {
        Cursor cursor = new Cursor();
        byte[] key = new byte[0];
        int nextRestart = 0;
        while (cursor.position < entriesEnd) {
            int start = cursor.position;
            int shared = cursor.varint();
            int unshared = cursor.varint();
            int valueLength = cursor.varint();
            if (nextRestart < restarts && restart(nextRestart) == start) {
                requireWholeKey(shared, start);
                nextRestart++;
            }
            if (shared < 0 || shared > key.length) {
                throw malformed(
                        start, "shares " + Integer.toUnsignedString(shared) + " bytes with a key of " + key.length);
            }
            int left = entriesEnd - cursor.position;
            if (unshared < 0 || valueLength < 0 || unshared > left || valueLength > left - unshared) {
                throw malformed(
                        start,
                        "an entry of " + Integer.toUnsignedString(unshared) + " + "
                                + Integer.toUnsignedString(valueLength) + " bytes, but " + left
                                + " are left in the block");
            }
            visitor.reserve(shared + (long) unshared + valueLength, source, place(start));
            key = Arrays.copyOf(key, shared + unshared);
            System.arraycopy(bytes, cursor.position, key, shared, unshared);
            int valueStart = cursor.position + unshared;
            cursor.position = valueStart + valueLength;
            byte[] value = Arrays.copyOfRange(bytes, valueStart, cursor.position);
            visitor.entry(new TableEntry(key.clone(), value, source, place(valueStart)));
        }
        requireRestartsSeen(nextRestart);
    }

    private void requireWholeKey(int shared, int position) throws MalformedFileException {
        if (shared != 0) {
            throw malformed(position, "the entry at a restart point shares " + shared + " bytes, expected 0");
        }
    }

    private void requireRestartsSeen(int seen) throws MalformedFileException {
        boolean empty = entriesEnd == 0 && restarts == 1 && restart(0) == 0;
        if (seen != restarts && !empty) {
            throw malformed(
                    entriesEnd + 4 * seen,
                    "restart point " + seen + " is at byte " + Integer.toUnsignedString(restart(seen))
                            + " of the block, where no entry begins");
        }
    }

    private int restart(int index) {
        return fixed32(entriesEnd + 4 * index);
    }

    private int fixed32(int position) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(position);
    }

    private long place(int position) {
        return compressed ? fileOffset : fileOffset + position;
    }

    private MalformedFileException malformed(int position, String problem) {
        return new MalformedFileException(source, place(position), problem);
    }

    /** Reads varints between a position and the end of the entries. */
    private final class Cursor {
        private int position;

        private int varint() throws MalformedFileException {
            int value = 0;
            int start = position;
            for (int shift = 0; shift < 35; shift += 7) {
                if (position >= entriesEnd) {
                    throw malformed(start, "a length is cut off by the end of the entries");
                }
                byte next = bytes[position++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw malformed(start, "a length takes more than 5 bytes");
        }
    }
}
