package ckpts.hdf5.block;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of a file: HDF5 File Format Specification, II.A. It is at byte 0, 512, 1024, 2048 and so on; what is before
 * it is not HDF5's.
 *
 * @param base the byte of the file that addresses count from
 * @param root address of the header of the root group
 */
record Superblock(Block.Widths widths, long base, long root) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int FIRST_USER_BLOCK = 512;
    private static final int LONGEST = 128;
    private static final List<Integer> WIDTHS = List.of(2, 4, 8);
    private static final Block.Widths UNKNOWN = new Block.Widths(8, 8);

    /** Where the superblock is; negative if there is none. */
    static long position(ByteSource file) throws IOException {
        byte[] found = new byte[SIGNATURE.length];
        for (long at = 0; at >= 0 && at <= file.size() - SIGNATURE.length; at = at == 0 ? FIRST_USER_BLOCK : 2 * at) {
            file.read(at, ByteBuffer.wrap(found));
            if (Arrays.equals(found, SIGNATURE)) {
                return at;
            }
        }
        return -1;
    }

    static Superblock read(ByteSource file) throws IOException {
        long position = position(file);
        if (position < 0) {
            throw new MalformedFileException(file, 0, "has no signature of HDF5 at byte 0, 512, 1024, and so on");
        }
        ByteSource source = file.slice(position, Math.min(LONGEST, file.size() - position), "superblock");
        Block block = Block.read(source, UNKNOWN);
        block.skip(SIGNATURE.length);
        int version = block.version(0, 3);
        return version < 2 ? old(file, position, source, version) : current(file, position, source);
    }

    private static Superblock old(ByteSource file, long position, ByteSource source, int version) throws IOException {
        Block start = Block.read(source, UNKNOWN);
        start.skip(SIGNATURE.length + 1);
        start.requireField(1, 0, "the version of the free-space storage");
        start.requireField(1, 0, "the version of the root group's entry");
        start.skip(1);
        start.requireField(1, 0, "the version of the shared header messages");
        Block.Widths widths = widths(start);
        Block block = Block.read(source, widths);
        block.skip(start.consumed() + 9L + (version == 1 ? 4 : 0));
        long base = block.address();
        block.address();
        requireWhole(file, block, position, base);
        Block driver = block.again();
        driver.skip(block.consumed());
        if (block.address() != Block.UNDEFINED) {
            throw driver.unsupported("a driver that spreads data over files", new Remedy.None());
        }
        block.skip(widths.address());
        return new Superblock(widths, position, block.address());
    }

    private static Superblock current(ByteSource file, long position, ByteSource source) throws IOException {
        Block start = Block.read(source, UNKNOWN);
        start.skip(SIGNATURE.length + 1);
        Block.Widths widths = widths(start);
        Block block = Block.read(source, widths);
        block.skip(start.consumed() + 1L);
        long base = block.address();
        block.address();
        Block end = block.again();
        end.skip(block.consumed());
        block.address();
        long root = block.address();
        block.requireChecksum();
        requireWhole(file, end, position, base);
        return new Superblock(widths, position, root);
    }

    private static Block.Widths widths(Block block) throws IOException {
        int address = block.u8();
        int length = block.u8();
        if (!WIDTHS.contains(address) || !WIDTHS.contains(length)) {
            throw block.malformed(
                    "addresses have " + address + " bytes and lengths " + length + ", expected 2, 4 or 8");
        }
        return new Block.Widths(address, length);
    }

    /** A file may have been put behind other bytes: then its base is where it is found. */
    private static void requireWhole(ByteSource file, Block block, long position, long base)
            throws MalformedFileException {
        if (base != 0 && base != position) {
            throw block.malformed("addresses count from byte " + base + ", but the superblock is at " + position);
        }
        Block field = block.again();
        field.skip(block.consumed());
        long end = block.address();
        long size = file.size() - (base == 0 ? position : 0);
        if (end < 0 || end > size) {
            throw field.malformed("the file should have " + Long.toUnsignedString(end) + " bytes, but has " + size
                    + ": is it cut off?");
        }
    }
}
