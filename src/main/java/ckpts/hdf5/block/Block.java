package ckpts.hdf5.block;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a file that were read, and a position in them; numbers are little-endian. For one thread. */
public final class Block {
    /** An address that says that there is nothing. */
    public static final long UNDEFINED = -1;

    private final ByteSource source;
    private final Widths widths;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;

    /**
     * How wide addresses and lengths are in a file.
     *
     * @param address bytes of an address
     * @param length bytes of a length
     */
    public record Widths(int address, int length) {}

    private Block(ByteSource source, Widths widths, byte[] bytes, int start, int end) {
        this.source = source;
        this.widths = widths;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.position = start;
    }

    /** Reads all of a source, whose size the caller has checked. */
    static Block read(ByteSource source, Widths widths) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(source.size())];
        source.read(0, ByteBuffer.wrap(bytes));
        return of(source, widths, bytes);
    }

    /** Bytes that were read in another way; the caller leaves them as they are. */
    public static Block of(ByteSource source, Widths widths, byte[] bytes) {
        return new Block(source, widths, bytes, 0, bytes.length);
    }

    /** Where this block lies, for messages. */
    public ByteSource source() {
        return source;
    }

    public Widths widths() {
        return widths;
    }

    public int remaining() {
        return end - position;
    }

    /** Bytes before the position. */
    public int consumed() {
        return position - start;
    }

    /** Where a byte of this block is in its source. */
    public long offset(int consumed) {
        return (long) start + consumed;
    }

    /** The same bytes from their beginning. */
    public Block again() {
        return new Block(source, widths, bytes, start, end);
    }

    /** The next bytes as a block of their own, which are then behind the position. */
    public Block part(long length) throws MalformedFileException {
        require(length);
        Block part = new Block(source, widths, bytes, position, position + (int) length);
        position += (int) length;
        return part;
    }

    public void skip(long length) throws MalformedFileException {
        require(length);
        position += (int) length;
    }

    /** Skips to a multiple of 8 bytes from the beginning, or to the end. */
    public void align() {
        position = Math.min(end, start + (consumed() + 7) / 8 * 8);
    }

    private void require(long length) throws MalformedFileException {
        if (length < 0 || length > remaining()) {
            throw malformed("needs " + length + " more bytes, but " + remaining() + " are left");
        }
    }

    public byte[] bytes(long length) throws MalformedFileException {
        require(length);
        position += (int) length;
        return Arrays.copyOfRange(bytes, position - (int) length, position);
    }

    public int u8() throws MalformedFileException {
        require(1);
        return bytes[position++] & 0xff;
    }

    public int u16() throws MalformedFileException {
        return (int) number(2);
    }

    public long u32() throws MalformedFileException {
        return number(4);
    }

    /** The low 8 bytes of a number of so many bytes. */
    public long number(int size) throws MalformedFileException {
        require(size);
        long number = 0;
        for (int i = 0; i < Math.min(size, Long.BYTES); i++) {
            number |= (bytes[position + i] & 0xffL) << Byte.SIZE * i;
        }
        position += size;
        return number;
    }

    /** A number of so many bytes, which is neither negative nor greater than a long. */
    public long count(int size, String what) throws MalformedFileException {
        long number = number(size);
        if (number < 0) {
            position -= size;
            throw malformed(what + " is " + Long.toUnsignedString(number) + ", too large");
        }
        return number;
    }

    /** A length of the file's width. */
    public long length(String what) throws MalformedFileException {
        return count(widths.length(), what);
    }

    /** An address of the file's width; {@link #UNDEFINED} if all its bits are set. */
    public long address() throws MalformedFileException {
        long address = number(widths.address());
        long none = widths.address() == Long.BYTES ? -1 : (1L << Byte.SIZE * widths.address()) - 1;
        return address == none ? UNDEFINED : address;
    }

    /** Bytes up to a zero byte, which is skipped. */
    public byte[] terminated(String what) throws MalformedFileException {
        for (int i = position; i < end; i++) {
            if (bytes[i] == 0) {
                byte[] text = Arrays.copyOfRange(bytes, position, i);
                position = i + 1;
                return text;
            }
        }
        throw malformed(what + " does not end");
    }

    public void requireSignature(String signature) throws MalformedFileException {
        byte[] found = bytes(Math.min(signature.length(), remaining()));
        if (!Arrays.equals(found, signature.getBytes(StandardCharsets.US_ASCII))) {
            position -= found.length;
            throw malformed("does not begin with " + signature);
        }
    }

    /** A version, one byte. */
    public int version(int lowest, int highest) throws MalformedFileException {
        int version = u8();
        if (version < lowest || version > highest) {
            position--;
            throw malformed("has version " + version + ", expected "
                    + (lowest == highest ? lowest + "" : lowest + " to " + highest));
        }
        return version;
    }

    /** A field that says again what is known. */
    public void requireField(int size, long expected, String what) throws MalformedFileException {
        long found = number(size);
        if (found != expected) {
            position -= size;
            throw malformed("says that " + what + " is " + Long.toUnsignedString(found) + ", expected "
                    + Long.toUnsignedString(expected));
        }
    }

    /** The checksum of everything before the position, which follows it. */
    public void requireChecksum() throws MalformedFileException {
        int expected = Lookup3.hash(bytes, start, consumed());
        requireChecksum(expected);
    }

    /** A checksum at the position. */
    void requireChecksum(int expected) throws MalformedFileException {
        int found = (int) u32();
        if (found != expected) {
            position -= Integer.BYTES;
            throw malformed(String.format("the checksum is %08x, but that of these bytes is %08x", found, expected));
        }
    }

    /**
     * Something that is not read, at the position.
     *
     * @param feature a phrase: "an external link"
     */
    public UnsupportedHdf5Exception unsupported(String feature, Remedy remedy) {
        return new UnsupportedHdf5Exception(source, position, feature, remedy);
    }

    /** A broken rule at the position. */
    public MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, position, problem);
    }
}
