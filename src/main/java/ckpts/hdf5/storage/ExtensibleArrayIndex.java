package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.Optional;

/**
 * Chunks of a dataset that grows in one dimension: HDF5 File Format Specification, VII.D, "extensible array index". The
 * first elements are in the index block; the others in data blocks, which double in size at every second level. Those of
 * the lowest levels are listed in the index block, others in a secondary block for each level; large ones have pages.
 */
final class ExtensibleArrayIndex implements ChunkIndex {
    private static final int CHECKSUM = 4;
    private static final int MOST_BITS = 62;
    private static final int MOST_PAGE_BITS = 30;

    private final Volume volume;
    private final ChunkGrid grid;
    private final boolean filtered;
    private final long header;
    private final int width;
    private final int bits;
    private final int inIndex;
    private final int smallest;
    private final int pointers;
    private final int pageBits;
    private final long elements;
    private final long index;
    private final Pages pages;

    /** A level of data blocks: how many there are, of how many elements, and what is before them. */
    private record Level(int number, long blocks, long perBlock, long firstElement, long firstBlock) {}

    ExtensibleArrayIndex(Volume volume, String part, long header, ChunkGrid grid, boolean filtered) throws IOException {
        this.volume = volume;
        this.grid = grid;
        this.filtered = filtered;
        this.header = header;
        int size =
                4 + 1 + 1 + 6 + 6 * volume.widths().length() + volume.widths().address() + CHECKSUM;
        Block block = volume.block(header, size, size, part);
        block.requireSignature("EAHD");
        block.version(0, 0);
        block.requireField(1, filtered ? 1 : 0, "whether chunks are filtered");
        width = block.u8();
        bits = block.u8();
        inIndex = block.u8();
        smallest = block.u8();
        pointers = block.u8();
        pageBits = block.u8();
        block.skip(4L * volume.widths().length());
        elements = block.length("the number of chunks");
        block.skip(volume.widths().length());
        index = block.address();
        block.requireChecksum();
        boolean powers = Integer.bitCount(smallest) == 1 && Integer.bitCount(pointers) == 1 && pointers > 1;
        if (width < 1 || bits < 1 || bits > MOST_BITS || pageBits > MOST_PAGE_BITS || !powers) {
            throw block.malformed("an array of " + bits + " bits, with blocks of " + smallest + " elements or more, "
                    + pointers + " pointers, and pages of " + pageBits + " bits");
        }
        pages = new Pages(volume, part);
    }

    @Override
    public Optional<Stored> find(long[] coordinates) throws IOException {
        long number = grid.number(coordinates, grid.growing());
        if (index == Block.UNDEFINED || number >= elements) {
            return Optional.empty();
        }
        int address = volume.widths().address();
        int listed = 2 * Integer.numberOfTrailingZeros(pointers);
        int levels = Math.max(0, 1 + bits - Integer.numberOfTrailingZeros(smallest));
        long blocks = 2L * (pointers - 1);
        long secondary = Math.max(0, levels - listed);
        Block block = pages.block(index, prefix() + (long) inIndex * width + (blocks + secondary) * address + CHECKSUM);
        requirePrefix(block, "EAIB");
        if (number < inIndex) {
            block.skip(number * width);
            return element(block);
        }
        block.skip((long) inIndex * width);
        Level level = level(number - inIndex);
        long within = number - inIndex - level.firstElement;
        if (level.number >= levels) {
            throw block.malformed("an array of " + bits + " bits has no element " + number);
        }
        if (level.number >= listed) {
            block.skip((blocks + level.number - listed) * address);
            return inSecondary(block.address(), level, within);
        }
        block.skip((level.firstBlock + within / level.perBlock) * address);
        return inData(block.address(), level, within % level.perBlock);
    }

    private Level level(long element) {
        int number = Long.SIZE - 1 - Long.numberOfLeadingZeros(element / smallest + 1);
        long firstBlock = 0;
        for (int i = 0; i < number; i++) {
            firstBlock += 1L << i / 2;
        }
        long perBlock = (1L << (number + 1) / 2) * smallest;
        return new Level(number, 1L << number / 2, perBlock, ((1L << number) - 1) * smallest, firstBlock);
    }

    private int prefix() {
        return 4 + 1 + 1 + volume.widths().address();
    }

    private void requirePrefix(Block block, String signature) throws IOException {
        block.requireSignature(signature);
        block.version(0, 0);
        block.requireField(1, filtered ? 1 : 0, "whether chunks are filtered");
        block.requireField(volume.widths().address(), header, "the address of its header");
    }

    private int offsetWidth() {
        return (bits + 7) / Byte.SIZE;
    }

    private boolean isPaged(Level level) {
        return level.perBlock > 1L << pageBits;
    }

    private Optional<Stored> inSecondary(long address, Level level, long within) throws IOException {
        if (address == Block.UNDEFINED) {
            return Optional.empty();
        }
        long perBlock = isPaged(level) ? level.perBlock >> pageBits : 0;
        long bitmap = level.blocks * ((perBlock + 7) / Byte.SIZE);
        int width = volume.widths().address();
        Block block = pages.block(address, prefix() + offsetWidth() + bitmap + level.blocks * width + CHECKSUM);
        requirePrefix(block, "EASB");
        block.requireField(offsetWidth(), level.firstElement, "its place in the array");
        long number = within / level.perBlock;
        long inBlock = within % level.perBlock;
        if (isPaged(level) && !Pages.isSet(block, number * perBlock + (inBlock >> pageBits))) {
            return Optional.empty();
        }
        block.skip(bitmap + number * width);
        return inData(block.address(), level, inBlock);
    }

    /** @param within the element in the block */
    private Optional<Stored> inData(long address, Level level, long within) throws IOException {
        if (address == Block.UNDEFINED) {
            return Optional.empty();
        }
        long body = isPaged(level) ? 0 : level.perBlock * width;
        Block block = pages.block(address, prefix() + offsetWidth() + body + CHECKSUM);
        requirePrefix(block, "EADB");
        // Of blocks that the index block lists, HDF5 writes another place here than it should.
        block.skip(offsetWidth());
        if (isPaged(level)) {
            long size = ((long) width << pageBits) + CHECKSUM;
            long first = address + prefix() + offsetWidth() + CHECKSUM;
            block = pages.block(first + (within >> pageBits) * size, size);
            block.skip((within & (1L << pageBits) - 1) * width);
        } else {
            block.skip(within * width);
        }
        return element(block);
    }

    private Optional<Stored> element(Block block) throws IOException {
        return Pages.written(TreeIndex.element(block, width, grid, filtered));
    }
}
