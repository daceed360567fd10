package ckpts.hdf5.storage;

import ckpts.bytes.ByteSource;
import java.util.List;
import java.util.Optional;

/** Where the elements of a dataset are. */
public sealed interface Layout {
    /** In the header. */
    record Compact(ByteSource bytes) implements Layout {}

    /**
     * In one range of the file, row-major.
     *
     * @param bytes empty if nothing was written: every element is the fill value
     */
    record Contiguous(Optional<ByteSource> bytes) implements Layout {}

    /**
     * In boxes of one shape, each stored, perhaps filtered, on its own.
     *
     * @param chunk as many dimensions as the dataset
     * @param filters as they were applied
     * @param plainEdges whether chunks that reach over the edge of the dataset are not filtered
     */
    record Chunked(List<Long> chunk, List<Filter> filters, boolean plainEdges, ChunkIndex.Source index)
            implements Layout {
        public Chunked {
            chunk = List.copyOf(chunk);
            filters = List.copyOf(filters);
        }

        /** Elements of a chunk. */
        public long count() {
            return chunk.stream().reduce(1L, (a, b) -> a * b);
        }
    }
}
