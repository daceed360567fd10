package ckpts.hdf5.storage;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the filters of a chunk, last first. What comes out is as long as it must be, and nothing longer is ever made.
 */
final class Filters {
    private static final int CHECKSUM = 4;

    /** One bit of deflate's longest match gives no more. */
    private static final long MOST_INFLATION = 1032;

    private final ByteSource source;
    private final int size;

    private final SpareArrays spares;

    /**
     * @param source the stored bytes, for messages
     * @param size of the chunk
     * @param spares for what comes out, and for what was between two filters
     */
    Filters(ByteSource source, int size, SpareArrays spares) {
        this.source = source;
        this.size = size;
        this.spares = spares;
    }

    /**
     * The bytes of a chunk; the stored ones may be given away.
     *
     * @param mask bits of the filters that were not applied
     */
    byte[] undone(byte[] stored, List<Filter> filters, int mask) throws MalformedFileException {
        byte[] bytes = stored;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if ((mask >>> i & 1) == 0) {
                byte[] filtered = bytes;
                bytes = undone(filtered, filters.get(i), before(filters, mask, i));
                spares.give(filtered);
            }
        }
        if (bytes.length != size) {
            throw malformed("gives " + bytes.length + " bytes, expected " + size);
        }
        return bytes;
    }

    /** Bytes that a filter that compresses was given. */
    private long before(List<Filter> filters, int mask, int filter) {
        long bytes = size;
        for (int i = 0; i < filter; i++) {
            boolean added = filters.get(i).kind() == Filter.Kind.FLETCHER32 && (mask >>> i & 1) == 0;
            bytes += added ? CHECKSUM : 0;
        }
        return bytes;
    }

    private byte[] undone(byte[] bytes, Filter filter, long expected) throws MalformedFileException {
        return switch (filter.kind()) {
            case DEFLATE -> inflated(bytes, expected);
            case SHUFFLE -> unshuffled(bytes, filter.parameter());
            case FLETCHER32 -> checked(bytes);
            case LZF -> new Lzf(source, bytes).decompressed(expected);
        };
    }

    private byte[] inflated(byte[] bytes, long expected) throws MalformedFileException {
        if (expected > bytes.length * MOST_INFLATION) {
            throw malformed("cannot inflate from " + bytes.length + " bytes to " + expected);
        }
        byte[] out = spares.take((int) expected);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            int filled = 0;
            int more = -1;
            while (filled < out.length && more != 0) {
                more = inflater.inflate(out, filled, out.length - filled);
                filled += more;
            }
            boolean ends = inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished();
            if (filled < out.length || !ends) {
                throw malformed(
                        "inflates to " + (ends ? filled + "" : "other than the") + " bytes, expected " + expected);
            }
            return out;
        } catch (DataFormatException e) {
            throw malformed("is not deflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** The first bytes of all elements, then the second ones, and so on; what is no whole element is at the end. */
    private byte[] unshuffled(byte[] bytes, long elementSize) throws MalformedFileException {
        if (elementSize < 1) {
            throw malformed("is shuffled by elements of " + elementSize + " bytes");
        }
        byte[] out = spares.take(bytes.length);
        if (elementSize > bytes.length) {
            System.arraycopy(bytes, 0, out, 0, bytes.length);
            return out;
        }
        int width = (int) elementSize;
        int count = bytes.length / width;
        for (int i = 0, from = 0; i < width; i++) {
            for (int to = i; to < count * width; to += width) {
                out[to] = bytes[from++];
            }
        }
        int whole = count * width;
        System.arraycopy(bytes, whole, out, whole, bytes.length - whole);
        return out;
    }

    private byte[] checked(byte[] bytes) throws MalformedFileException {
        int length = bytes.length - CHECKSUM;
        if (length < 0) {
            throw malformed("has " + bytes.length + " bytes, too few for a checksum");
        }
        int found = 0;
        for (int i = 0; i < CHECKSUM; i++) {
            found |= (bytes[length + i] & 0xff) << Byte.SIZE * i;
        }
        int expected = fletcher32(bytes, length);
        if (found != expected) {
            throw malformed(String.format("the checksum is %08x, but that of these bytes is %08x", found, expected));
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** Fletcher's checksum of big-endian numbers of 16 bits; a last single byte is the higher one of its number. */
    static int fletcher32(byte[] bytes, int length) {
        long first = 0;
        long second = 0;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? bytes[i + 1] & 0xff : 0;
            first = (first + ((bytes[i] & 0xff) << Byte.SIZE | low)) % 0xffff;
            second = (second + first) % 0xffff;
        }
        return (int) (second << Short.SIZE | first);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, 0, "a chunk " + problem);
    }
}
