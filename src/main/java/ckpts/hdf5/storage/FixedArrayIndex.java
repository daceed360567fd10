package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.Optional;

/**
 * Chunks of a dataset that does not grow, in an array that may have pages: HDF5 File Format Specification, VII.C, "fixed
 * array index".
 */
final class FixedArrayIndex implements ChunkIndex {
    private static final int CHECKSUM = 4;
    private static final int MOST_PAGE_BITS = 30;

    private final Volume volume;
    private final ChunkGrid grid;
    private final boolean filtered;
    private final long header;
    private final int width;
    private final int perPage;
    private final long entries;
    private final long data;
    private final Pages pages;

    FixedArrayIndex(Volume volume, String part, long header, ChunkGrid grid, boolean filtered) throws IOException {
        this.volume = volume;
        this.grid = grid;
        this.filtered = filtered;
        this.header = header;
        int size =
                4 + 1 + 1 + 1 + 1 + volume.widths().length() + volume.widths().address() + CHECKSUM;
        Block block = volume.block(header, size, size, part);
        block.requireSignature("FAHD");
        block.version(0, 0);
        block.requireField(1, filtered ? 1 : 0, "whether chunks are filtered");
        width = block.u8();
        int pageBits = block.u8();
        entries = block.length("the number of chunks");
        data = block.address();
        block.requireChecksum();
        if (width < 1 || pageBits > MOST_PAGE_BITS || entries > Long.MAX_VALUE >> Byte.SIZE) {
            throw block.malformed(entries + " elements of " + width + " bytes in pages of 2 to the " + pageBits);
        }
        perPage = 1 << pageBits;
        pages = new Pages(volume, part);
    }

    @Override
    public Optional<Stored> find(long[] coordinates) throws IOException {
        long number = grid.number(coordinates, 0);
        if (data == Block.UNDEFINED || number >= entries) {
            return Optional.empty();
        }
        int prefix = 4 + 1 + 1 + volume.widths().address();
        boolean paged = entries > perPage;
        long count = paged ? (entries + perPage - 1) / perPage : 0;
        long body = paged ? (count + 7) / Byte.SIZE : entries * width;
        Block block = pages.block(data, prefix + body + CHECKSUM);
        block.requireSignature("FADB");
        block.version(0, 0);
        block.requireField(1, filtered ? 1 : 0, "whether chunks are filtered");
        block.requireField(volume.widths().address(), header, "the address of its header");
        if (!paged) {
            block.skip(number * width);
            return Pages.written(TreeIndex.element(block, width, grid, filtered));
        }
        long page = number / perPage;
        if (!Pages.isSet(block, page)) {
            return Optional.empty();
        }
        long size = (long) perPage * width + CHECKSUM;
        long last = Math.min(perPage, entries - page * perPage) * width + CHECKSUM;
        Block elements = pages.block(data + prefix + body + CHECKSUM + page * size, last);
        elements.skip(number % perPage * width);
        return Pages.written(TreeIndex.element(elements, width, grid, filtered));
    }
}
