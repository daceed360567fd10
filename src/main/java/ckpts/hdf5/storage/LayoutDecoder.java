package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Message;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.type.Dataspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Data layout messages of version 3 and 4: HDF5 File Format Specification, IV.A.2.i. */
final class LayoutDecoder {
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int PLAIN_EDGES = 1;
    private static final int FILTERED_SINGLE = 1 << 1;

    private final Volume volume;
    private final Dataspace space;
    private final int elementSize;
    private final String part;
    private final List<Filter> filters;
    private final Block block;

    private LayoutDecoder(
            Volume volume, Block block, List<Filter> filters, Dataspace space, int elementSize, String part) {
        this.volume = volume;
        this.block = block;
        this.filters = filters;
        this.space = space;
        this.elementSize = elementSize;
        this.part = part;
    }

    /** @param part what the data is, for messages */
    static Layout decode(Volume volume, ObjectHeader header, Dataspace space, int elementSize, String part)
            throws IOException {
        Block block = header.required(Message.LAYOUT, "data layout");
        if (header.has(Message.EXTERNAL_FILES)) {
            throw block.unsupported("external storage", Remedy.values());
        }
        Optional<Block> pipeline = header.first(Message.FILTERS);
        List<Filter> filters = pipeline.isPresent() ? Filter.decode(pipeline.get()) : List.of();
        return new LayoutDecoder(volume, block, filters, space, elementSize, part).decode();
    }

    private Layout decode() throws IOException {
        int version = block.u8();
        if (version < 3 || version > 5) {
            throw version > 0 && version < 3
                    ? block.unsupported("a data layout of version " + version, Remedy.values())
                    : block.malformed("a data layout has version " + version + ", expected 3 to 5");
        }
        int kind = block.u8();
        return switch (kind) {
            case COMPACT -> compact();
            case CONTIGUOUS -> contiguous();
            case CHUNKED -> version == 3 ? oldChunks() : chunks();
            case 3 -> throw block.unsupported("a virtual dataset", Remedy.values());
            default -> throw block.malformed("a data layout has the unknown kind " + kind);
        };
    }

    private long bytes() {
        return space.count() * elementSize;
    }

    private Layout compact() throws IOException {
        int size = block.u16();
        int before = block.consumed();
        Block data = block.part(size);
        if (size < bytes()) {
            throw data.malformed("the dataset has " + bytes() + " bytes, but " + size + " are stored");
        }
        return new Layout.Compact(data.source().slice(block.offset(before), bytes(), "data"));
    }

    private Layout contiguous() throws IOException {
        long address = block.address();
        long size = block.length("the size of the data");
        if (address == Block.UNDEFINED || bytes() == 0) {
            return new Layout.Contiguous(Optional.empty());
        }
        if (size < bytes()) {
            throw block.malformed("the dataset has " + bytes() + " bytes, but " + size + " are stored");
        }
        return new Layout.Contiguous(Optional.of(volume.range(address, bytes(), part)));
    }

    private Layout oldChunks() throws IOException {
        int dimensions = block.u8();
        long address = block.address();
        ChunkGrid grid = grid(dimensions, 4);
        return chunked(grid, false, (from, what) -> new OldTreeIndex(from, what, address, grid));
    }

    private Layout chunks() throws IOException {
        int flags = block.u8();
        int dimensions = block.u8();
        int width = block.u8();
        ChunkGrid grid = grid(dimensions, width);
        int kind = block.u8();
        boolean filtered = !filters.isEmpty();
        ChunkIndex.Source index = switch (kind) {
            case 1 -> single(grid, (flags & FILTERED_SINGLE) != 0);
            case 2 -> implicit(grid);
            case 3 -> array(1, (from, at) -> new FixedArrayIndex(from, part, at, grid, filtered));
            case 4 -> array(5, (from, at) -> new ExtensibleArrayIndex(from, part, at, grid, filtered));
            case 5 -> array(6, (from, at) -> new TreeIndex(from, part, at, grid, filtered));
            default -> throw block.malformed("chunks have an index of the unknown kind " + kind);
        };
        return chunked(grid, (flags & PLAIN_EDGES) != 0, index);
    }

    private Layout chunked(ChunkGrid grid, boolean plainEdges, ChunkIndex.Source index) {
        return new Layout.Chunked(grid.chunk(), filters, plainEdges, index);
    }

    /** An index that has an address of its own. */
    private interface At {
        ChunkIndex open(Volume volume, long address) throws IOException;
    }

    /** @param parameters bytes that its own header says again */
    private ChunkIndex.Source array(int parameters, At opened) throws IOException {
        block.skip(parameters);
        long address = block.address();
        if (address == Block.UNDEFINED) {
            return (from, what) -> coordinates -> Optional.empty();
        }
        return (from, what) -> opened.open(from, address);
    }

    private ChunkIndex.Source single(ChunkGrid grid, boolean filtered) throws IOException {
        long size = filtered ? block.length("the size of the chunk") : grid.bytes();
        int mask = filtered ? (int) block.u32() : 0;
        ChunkIndex.Stored chunk = new ChunkIndex.Stored(block.address(), size, mask);
        return (from, what) -> coordinates -> Pages.written(chunk);
    }

    private ChunkIndex.Source implicit(ChunkGrid grid) throws IOException {
        long address = block.address();
        if (!filters.isEmpty()) {
            throw block.malformed("filtered chunks have an index that says no sizes");
        }
        return (from, what) -> coordinates -> Pages.written(new ChunkIndex.Stored(
                address == Block.UNDEFINED ? address : address + grid.number(coordinates, 0) * grid.bytes(),
                grid.bytes(),
                0));
    }

    /** Reads the dimensions of a chunk, of which the last is the size of an element. */
    private ChunkGrid grid(int dimensions, int width) throws IOException {
        int rank = space.dimensions().size();
        if (dimensions != rank + 1 || rank == 0 || width < 1 || width > Long.BYTES) {
            throw block.malformed("chunks have " + (dimensions - 1) + " dimensions of " + width
                    + " bytes each, but the dataset has " + rank);
        }
        List<Long> chunk = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            long dimension = block.count(width, "a dimension of a chunk");
            if (dimension == 0) {
                throw block.malformed("a chunk has a dimension of 0");
            }
            chunk.add(dimension);
        }
        block.requireField(width, elementSize, "the size of an element");
        long most = Math.min(volume.limits().chunkBytes(), Integer.MAX_VALUE - 8 - 4096);
        if (!Dataspace.isCountable(chunk, elementSize) || product(chunk) > most) {
            throw block.malformed("chunks of " + chunk + " elements of " + elementSize
                    + " bytes; the limit of this reader is " + most + " bytes");
        }
        requireCountableGrowth(chunk);
        return new ChunkGrid(space, chunk, product(chunk));
    }

    private long product(List<Long> chunk) {
        return chunk.stream().reduce((long) elementSize, (a, b) -> a * b);
    }

    /** Indexes number the chunks that there could be, and the last ones reach over the edge. */
    private void requireCountableGrowth(List<Long> chunk) throws IOException {
        List<Long> greatest = new ArrayList<>();
        for (int i = 0; i < space.maximum().size(); i++) {
            long most = space.maximum().get(i);
            long extent = most == Dataspace.UNLIMITED ? space.dimensions().get(i) : most;
            long length = chunk.get(i);
            long chunks = extent / length + (extent % length == 0 ? 0 : 1);
            greatest.add(chunks > Long.MAX_VALUE / length ? -1 : chunks * length);
        }
        if (!Dataspace.isCountable(greatest, elementSize)) {
            throw block.malformed("chunks of " + chunk + " elements up to the greatest dimensions " + space.maximum()
                    + " have too many elements to be counted");
        }
    }
}
