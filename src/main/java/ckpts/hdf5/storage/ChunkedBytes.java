package ckpts.hdf5.storage;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Elements in chunks. A range of bytes is taken apart into boxes, of which each is read chunk by chunk; chunks are kept as
 * long as there is room. The last dimension counts bytes here.
 */
final class ChunkedBytes implements ElementBytes {
    private final Volume volume;
    private final String part;
    private final Layout.Chunked layout;
    private final ChunkGrid grid;
    private final ChunkIndex index;
    private final FillPattern fill;
    private final long cacheBytes;
    private final int rank;
    private final long[] extent;
    private final long[] chunk;
    private final long[] strides;
    private final long[] chunkStrides;

    /** By their numbers in the grid of now; empty bytes for chunks that were never written. */
    private final Map<Long, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);

    private final SpareArrays spares;

    private long cached;

    ChunkedBytes(Volume volume, String part, Layout.Chunked layout, ChunkGrid grid, byte[] fill, long cacheBytes)
            throws IOException {
        this.volume = volume;
        this.part = part;
        this.layout = layout;
        this.grid = grid;
        this.index = layout.index().open(volume, part);
        this.fill = new FillPattern(fill);
        this.cacheBytes = cacheBytes;
        this.spares = new SpareArrays((int) grid.bytes());
        this.rank = grid.chunk().size();
        long element = grid.bytes() / layout.count();
        this.extent = inBytes(grid.space().dimensions(), element);
        this.chunk = inBytes(grid.chunk(), element);
        this.strides = strides(extent);
        this.chunkStrides = strides(chunk);
    }

    private static long[] inBytes(List<Long> dimensions, long element) {
        long[] all = dimensions.stream().mapToLong(Long::longValue).toArray();
        all[all.length - 1] *= element;
        return all;
    }

    private static long[] strides(long[] dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dimensions[i];
        }
        return strides;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long at = position;
        long end = position + into.remaining();
        int base = into.position();
        while (at < end) {
            at += box(at, end, into, base + (int) (at - position));
        }
        into.position(into.limit());
    }

    /** Reads the largest box that begins at a position and is a range; its number of bytes. */
    private long box(long at, long end, ByteBuffer into, int to) throws IOException {
        int dimension = 0;
        while (at % strides[dimension] != 0 || strides[dimension] > end - at) {
            dimension++;
        }
        long[] low = new long[rank];
        long[] high = new long[rank];
        for (int i = 0; i < rank; i++) {
            low[i] = at / strides[i] % extent[i];
            high[i] = i < dimension ? low[i] + 1 : extent[i];
        }
        long units = Math.min((end - at) / strides[dimension], extent[dimension] - low[dimension]);
        high[dimension] = low[dimension] + units;
        long[] coordinates = new long[rank];
        for (int i = 0; i < rank; i++) {
            coordinates[i] = low[i] / chunk[i];
        }
        do {
            copy(coordinates, low, high, into, to);
        } while (advance(coordinates, low, high));
        return units * strides[dimension];
    }

    /** The next chunk of a box. */
    private boolean advance(long[] coordinates, long[] low, long[] high) {
        for (int i = rank - 1; i >= 0; i--) {
            coordinates[i]++;
            if (coordinates[i] * chunk[i] < high[i]) {
                return true;
            }
            coordinates[i] = low[i] / chunk[i];
        }
        return false;
    }

    /** Copies what a chunk has of a box, whose first byte goes to a place of the buffer. */
    private void copy(long[] coordinates, long[] low, long[] high, ByteBuffer into, int to) throws IOException {
        byte[] bytes = chunk(coordinates);
        long[] from = new long[rank];
        long[] until = new long[rank];
        for (int i = 0; i < rank; i++) {
            long start = coordinates[i] * chunk[i];
            from[i] = Math.max(low[i], start);
            until[i] = Math.min(high[i], start + Math.min(chunk[i], Long.MAX_VALUE - start));
        }
        int length = (int) (until[rank - 1] - from[rank - 1]);
        long[] row = from.clone();
        do {
            long target = to;
            long source = 0;
            for (int i = 0; i < rank; i++) {
                target += (row[i] - low[i]) * strides[i];
                source += (row[i] - coordinates[i] * chunk[i]) * chunkStrides[i];
            }
            if (bytes.length == 0) {
                fill.put(row[rank - 1], into, (int) target, length);
            } else {
                into.put((int) target, bytes, (int) source, length);
            }
        } while (nextRow(row, from, until));
    }

    private boolean nextRow(long[] row, long[] from, long[] until) {
        for (int i = rank - 2; i >= 0; i--) {
            row[i]++;
            if (row[i] < until[i]) {
                return true;
            }
            row[i] = from[i];
        }
        return false;
    }

    private byte[] chunk(long[] coordinates) throws IOException {
        long number = 0;
        for (int i = 0; i < rank; i++) {
            number = number * ((extent[i] - 1) / chunk[i] + 1) + coordinates[i];
        }
        byte[] known = cache.get(number);
        if (known == null) {
            Optional<ChunkIndex.Stored> stored = index.find(coordinates);
            known = stored.isEmpty() ? new byte[0] : decoded(stored.get(), coordinates);
            hold(number, known);
        }
        return known;
    }

    /** Makes room for a chunk; the one in use is kept in any case. */
    private void hold(long number, byte[] bytes) {
        cached += cost(bytes);
        var oldest = cache.entrySet().iterator();
        while (cached > cacheBytes && oldest.hasNext()) {
            byte[] leaving = oldest.next().getValue();
            cached -= cost(leaving);
            oldest.remove();
            spares.give(leaving);
        }
        cache.put(number, bytes);
    }

    private static long cost(byte[] bytes) {
        return bytes.length + 64L;
    }

    private byte[] decoded(ChunkIndex.Stored stored, long[] coordinates) throws IOException {
        String name = part + ", chunk " + java.util.Arrays.toString(coordinates);
        ByteSource source = volume.range(stored.address(), stored.size(), name);
        long most = grid.bytes() + grid.bytes() / 8 + 4096;
        if (stored.size() > most) {
            throw new MalformedFileException(
                    source, 0, "a chunk of " + grid.bytes() + " bytes has " + stored.size() + " bytes in the file");
        }
        boolean plain = layout.plainEdges() && isPartial(coordinates);
        List<Filter> filters = plain ? List.of() : layout.filters();
        byte[] bytes = spares.take((int) stored.size());
        source.read(0, ByteBuffer.wrap(bytes));
        return new Filters(source, (int) grid.bytes(), spares).undone(bytes, filters, stored.mask());
    }

    private boolean isPartial(long[] coordinates) {
        for (int i = 0; i < rank; i++) {
            if (chunk[i] > extent[i] - coordinates[i] * chunk[i]) {
                return true;
            }
        }
        return false;
    }
}
