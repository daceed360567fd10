package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chunks in a tree of version 1, by the coordinates of their first elements: HDF5 File Format Specification, III.A.1. */
final class OldTreeIndex implements ChunkIndex {
    private static final int PREFIX = 8;
    private static final int HELD_BYTES = 1 << 20;

    private final Volume volume;
    private final String part;
    private final long root;
    private final List<Long> chunk;
    private final int keySize;
    private final Map<Long, Block> held = new HashMap<>();
    private long heldBytes;

    OldTreeIndex(Volume volume, String part, long root, ChunkGrid grid) {
        this.volume = volume;
        this.part = part;
        this.root = root;
        this.chunk = grid.chunk();
        this.keySize = 4 + 4 + Long.BYTES * (chunk.size() + 1);
    }

    @Override
    public Optional<Stored> find(long[] coordinates) throws IOException {
        if (root == Block.UNDEFINED) {
            return Optional.empty();
        }
        long address = root;
        int level = -1;
        while (true) {
            Block node = node(address);
            node.skip(5);
            int found = node.u8();
            if (level >= 0 && found != level || found > volume.limits().depth()) {
                throw node.malformed(
                        "a node of level " + found + (level < 0 ? "" : " where one of " + level + " should be"));
            }
            int number = last(node, node.u16(), coordinates);
            if (number < 0) {
                return Optional.empty();
            }
            Block key = key(node, number);
            long size = key.u32();
            int mask = (int) key.u32();
            if (found == 0) {
                return compare(key(node, number), coordinates) == 0
                        ? Optional.of(new Stored(child(node, number), size, mask))
                        : Optional.empty();
            }
            address = child(node, number);
            level = found - 1;
        }
    }

    /** The number of the last key that is not behind the coordinates; negative if there is none. */
    private int last(Block node, int children, long[] coordinates) throws IOException {
        int low = 0;
        int high = children;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(key(node, middle), coordinates) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private int compare(Block key, long[] coordinates) throws IOException {
        key.skip(8);
        for (int i = 0; i < coordinates.length; i++) {
            int side = Long.compareUnsigned(key.number(Long.BYTES), coordinates[i] * chunk.get(i));
            if (side != 0) {
                return side;
            }
        }
        return 0;
    }

    private Block key(Block node, int number) throws IOException {
        Block from = node.again();
        int address = volume.widths().address();
        from.skip(PREFIX + 2L * address + (long) number * (keySize + address));
        return from.part(keySize);
    }

    private long child(Block node, int number) throws IOException {
        Block from = node.again();
        int address = volume.widths().address();
        from.skip(PREFIX + 2L * address + (long) number * (keySize + address) + keySize);
        return from.address();
    }

    private Block node(long address) throws IOException {
        Block known = held.get(address);
        if (known != null) {
            return known.again();
        }
        Block start = volume.block(address, PREFIX, PREFIX, part);
        start.requireSignature("TREE");
        start.requireField(1, 1, "the kind of the tree");
        start.skip(1);
        long children = start.u16();
        long size = PREFIX
                + 2L * volume.widths().address()
                + children * (keySize + volume.widths().address());
        Block node = volume.block(address, size, volume.limits().headerBytes(), part);
        heldBytes += size;
        if (heldBytes > HELD_BYTES) {
            held.clear();
            heldBytes = size;
        }
        held.put(address, node);
        return node.again();
    }
}
