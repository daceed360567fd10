package ckpts.hdf5.block;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.util.Map;

/** A file as a space of addresses. Safe for use by several threads. */
public final class Volume {
    private final ByteSource file;
    private final Superblock superblock;
    private final Limits limits;

    /** Of the global heap, the part that was used last, by whichever thread. */
    private volatile GlobalHeap.Collection collection = new GlobalHeap.Collection(Block.UNDEFINED, 0, Map.of());

    private Volume(ByteSource file, Superblock superblock, Limits limits) {
        this.file = file;
        this.superblock = superblock;
        this.limits = limits;
    }

    /** Reads the superblock. */
    public static Volume open(ByteSource file, Limits limits) throws IOException {
        return new Volume(file, Superblock.read(file), limits);
    }

    /** Whether there is a superblock. */
    public static boolean isAt(ByteSource file) throws IOException {
        return Superblock.position(file) >= 0;
    }

    public ByteSource file() {
        return file;
    }

    public Limits limits() {
        return limits;
    }

    public Block.Widths widths() {
        return superblock.widths();
    }

    /** The address of the header of the root group. */
    public long root() {
        return superblock.root();
    }

    GlobalHeap.Collection collection() {
        return collection;
    }

    void keep(GlobalHeap.Collection used) {
        collection = used;
    }

    /** A range of the file. */
    public ByteSource range(long address, long length, String part) throws MalformedFileException {
        long size = file.size() - superblock.base();
        if (address < 0 || address > size) {
            String where = address == Block.UNDEFINED ? "nowhere" : "at address " + Long.toUnsignedString(address);
            throw new MalformedFileException(
                    file.name() + ", " + part, 0, "should be " + where + ", but addresses go from 0 to " + size);
        }
        if (length > size - address) {
            throw new MalformedFileException(
                    file.name() + ", " + part,
                    superblock.base() + address,
                    "should have " + length + " bytes, but the file ends after " + (size - address));
        }
        return file.slice(superblock.base() + address, length, part);
    }

    /**
     * Reads a block.
     *
     * @param most what the caller allows for it
     */
    public Block block(long address, long length, long most, String part) throws IOException {
        ByteSource source = range(address, length, part);
        if (length > Math.min(most, Integer.MAX_VALUE - 8)) {
            throw new MalformedFileException(
                    source, 0, "has " + length + " bytes; the limit of this reader is " + most);
        }
        return Block.read(source, widths());
    }

    /** Reads a block, or as much of it as there is before the end of the file. */
    Block upTo(long address, long length, String part) throws IOException {
        long there = range(address, 0, part).fileOffset() - file.fileOffset();
        return block(address, Math.min(length, file.size() - there), length, part);
    }
}
