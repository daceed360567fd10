package ckpts.format.tensorflow.table;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;

/**
 * Decompresses one block of raw snappy, validating every byte before using it.
 *
 * <pre>
 *   length varint32 | element | element | ..
 *
 *   tag, lowest 2 bits   rest of the element
 *   0  literal           upper 6 bits n: n + 1 bytes follow; n = 60..63: n - 59 bytes of length - 1, then the bytes
 *   1  copy              bits 2..4 + 4 = length 4..11, offset of 11 bits: bits 5..7, then 1 byte
 *   2  copy              upper 6 bits + 1 = length 1..64, offset of 2 bytes
 *   3  copy              the same, offset of 4 bytes
 * </pre>
 *
 * <p>A copy repeats earlier output, starting that many bytes back, and may overlap its own output. For one block.
 */
final class Snappy {
    /** An element of 3 bytes expands to at most 64. */
    private static final int MAX_EXPANSION = 22;

    private static final int LONGEST_PLAIN_LITERAL = 60;

    private final ByteSource source;
    private final byte[] stored;
    private final int end;
    private int in;
    private byte[] contents = new byte[0];
    private int out;

    private Snappy(ByteSource source, byte[] stored, int end) {
        this.source = source;
        this.stored = stored;
        this.end = end;
    }

    /**
     * The contents of a block.
     *
     * @param source the block, for messages
     * @param stored its bytes, and perhaps others
     * @param size number of the block's own bytes
     * @throws MalformedFileException if they are not snappy, or decompress to more than the limit
     */
    static byte[] uncompressed(ByteSource source, byte[] stored, int size) throws MalformedFileException {
        return new Snappy(source, stored, size).uncompressed();
    }

    private byte[] uncompressed() throws MalformedFileException {
        int length = length();
        if (length < 0 || length > TableReader.MAX_BLOCK || length > (long) end * MAX_EXPANSION) {
            throw new MalformedFileException(
                    source,
                    0,
                    "compressed data should expand to " + Integer.toUnsignedString(length) + " bytes, too many for "
                            + end + " stored ones; the limit of this reader is " + TableReader.MAX_BLOCK);
        }
        contents = new byte[length];
        while (in < end) {
            element(stored[in++] & 0xff);
        }
        if (out != length) {
            throw new MalformedFileException(
                    source, 0, "compressed data expands to " + out + " bytes, expected " + length);
        }
        return contents;
    }

    private int length() throws MalformedFileException {
        int length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = number(1);
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
        throw damaged("its length takes more than 5 bytes");
    }

    private void element(int tag) throws MalformedFileException {
        int upper = tag >>> 2;
        switch (tag & 3) {
            case 0 -> literal(upper < LONGEST_PLAIN_LITERAL ? upper : number(upper - LONGEST_PLAIN_LITERAL + 1));
            case 1 -> copy((upper & 7) + 4, (tag >>> 5) << 8 | number(1));
            case 2 -> copy(upper + 1, number(2));
            default -> copy(upper + 1, number(4));
        }
    }

    /** @param last the length less one, unsigned */
    private void literal(int last) throws MalformedFileException {
        if (last < 0 || last >= end - in || last >= contents.length - out) {
            throw damaged("a literal of " + (Integer.toUnsignedLong(last) + 1) + " bytes, but " + (end - in)
                    + " are left, and room for " + (contents.length - out));
        }
        System.arraycopy(stored, in, contents, out, last + 1);
        in += last + 1;
        out += last + 1;
    }

    private void copy(int length, int offset) throws MalformedFileException {
        if (offset <= 0 || offset > out || length > contents.length - out) {
            throw damaged("a copy of " + length + " bytes from " + Integer.toUnsignedString(offset)
                    + " bytes before byte " + out + " of " + contents.length);
        }
        for (int i = 0; i < length; i++, out++) {
            contents[out] = contents[out - offset];
        }
    }

    /** The given number of bytes as a little-endian number. */
    private int number(int bytes) throws MalformedFileException {
        if (bytes > end - in) {
            throw damaged("it is cut off");
        }
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (stored[in++] & 0xff) << (8 * i);
        }
        return number;
    }

    private MalformedFileException damaged(String problem) {
        return new MalformedFileException(source, 0, "compressed data is damaged at byte " + in + " of it: " + problem);
    }
}
