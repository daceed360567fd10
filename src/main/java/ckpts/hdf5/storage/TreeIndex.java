package ckpts.hdf5.storage;

import ckpts.hdf5.block.BTree;
import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.Optional;

/** Chunks in a tree of version 2: HDF5 File Format Specification, III.A.2, records of type 10 and 11. */
final class TreeIndex implements ChunkIndex {
    private static final int PLAIN = 10;
    private static final int FILTERED = 11;

    private final BTree tree;
    private final ChunkGrid grid;
    private final boolean filtered;

    TreeIndex(Volume volume, String part, long address, ChunkGrid grid, boolean filtered) throws IOException {
        this.tree = BTree.open(volume, address, filtered ? FILTERED : PLAIN, part);
        this.grid = grid;
        this.filtered = filtered;
    }

    @Override
    public Optional<Stored> find(long[] coordinates) throws IOException {
        Optional<Block> record = tree.find(found -> {
            found.skip(Math.max(0, found.remaining() - (long) Long.BYTES * coordinates.length));
            for (long coordinate : coordinates) {
                int side = Long.compareUnsigned(coordinate, found.number(Long.BYTES));
                if (side != 0) {
                    return side;
                }
            }
            return 0;
        });
        if (record.isEmpty()) {
            return Optional.empty();
        }
        Block found = record.get();
        return Optional.of(element(found, found.remaining() - Long.BYTES * coordinates.length, grid, filtered));
    }

    /**
     * An address, and of a filtered chunk its size and mask: what all indexes keep of a chunk.
     *
     * @param width of all that
     */
    static Stored element(Block block, int width, ChunkGrid grid, boolean filtered) throws IOException {
        int address = block.widths().address();
        if (!filtered) {
            return new Stored(block.address(), grid.bytes(), 0);
        }
        int size = width - address - 4;
        if (size < 1 || size > Long.BYTES) {
            throw block.malformed("the size of a chunk has " + size + " bytes, expected 1 to 8");
        }
        return new Stored(block.address(), block.count(size, "the size of a chunk"), (int) block.u32());
    }
}
