package ckpts.hdf5.storage;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;

/**
 * Decompresses a chunk of LibLZF's format, validating every byte before using it.
 *
 * <pre>
 *   control n < 32       n + 1 literal bytes follow
 *   control n >= 32      length 2 + (n >> 5); if that was 7, + the next byte; then
 *                        distance 1 + ((n & 31) << 8 | the next byte) back in the output
 * </pre>
 *
 * <p>For one chunk.
 */
final class Lzf {
    /** Three bytes expand to at most 264. */
    private static final long MOST_EXPANSION = 88;

    private static final int LONG_MATCH = 7;

    private final ByteSource source;
    private final byte[] in;
    private byte[] contents = new byte[0];
    private int at;
    private int out;

    Lzf(ByteSource source, byte[] in) {
        this.source = source;
        this.in = in;
    }

    byte[] decompressed(long expected) throws MalformedFileException {
        if (expected > in.length * MOST_EXPANSION) {
            throw malformed("cannot expand from " + in.length + " bytes to " + expected);
        }
        contents = new byte[(int) expected];
        while (at < in.length) {
            int control = next();
            if (control < 32) {
                literal(control + 1);
            } else {
                int length = control >>> 5;
                length += length == LONG_MATCH ? next() : 0;
                copy(2 + length, 1 + ((control & 31) << Byte.SIZE | next()));
            }
        }
        if (out != contents.length) {
            throw malformed("expands to " + out + " bytes, expected " + expected);
        }
        return contents;
    }

    private int next() throws MalformedFileException {
        if (at == in.length) {
            throw malformed("is cut off");
        }
        return in[at++] & 0xff;
    }

    private void literal(int length) throws MalformedFileException {
        if (length > in.length - at || length > contents.length - out) {
            throw malformed("has " + length + " literal bytes, but " + (in.length - at) + " are left, and room for "
                    + (contents.length - out));
        }
        System.arraycopy(in, at, contents, out, length);
        at += length;
        out += length;
    }

    private void copy(int length, int distance) throws MalformedFileException {
        if (distance > out || length > contents.length - out) {
            throw malformed("repeats " + length + " bytes from " + distance + " bytes before byte " + out + " of "
                    + contents.length);
        }
        for (int i = 0; i < length; i++, out++) {
            contents[out] = contents[out - distance];
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, 0, "a chunk that LZF compressed " + problem);
    }
}
