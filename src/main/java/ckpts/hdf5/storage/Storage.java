package ckpts.hdf5.storage;

import ckpts.bytes.ByteSource;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.StoredType;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.type.Dataspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The elements of one dataset, to be read any number of times. Immutable; safe for use by several threads. */
public final class Storage {
    private final Volume volume;
    private final String part;
    private final Dataspace space;
    private final int elementSize;
    private final byte[] fill;
    private final Layout layout;

    /**
     * Reads where the elements are, and none of them.
     *
     * @param path of the dataset, for messages
     */
    public Storage(Volume volume, ObjectHeader header, Dataspace space, int elementSize, String path)
            throws IOException {
        this.volume = volume;
        this.part = "data of " + path;
        this.space = space;
        this.elementSize = elementSize;
        this.fill = StoredType.fill(header, elementSize);
        this.layout = LayoutDecoder.decode(volume, header, space, elementSize, part);
    }

    /** All bytes as they lie in the file, if they lie there in one range. */
    public Optional<ByteSource> verbatim() {
        if (layout instanceof Layout.Compact compact) {
            return Optional.of(compact.bytes());
        }
        return layout instanceof Layout.Contiguous contiguous ? contiguous.bytes() : Optional.empty();
    }

    /** Dimensions of a chunk; empty if there are none. */
    public Optional<List<Long>> chunk() {
        return layout instanceof Layout.Chunked chunked ? Optional.of(chunked.chunk()) : Optional.empty();
    }

    /** Bytes of a decoded chunk; 0 without chunks. */
    public long chunkBytes() {
        return layout instanceof Layout.Chunked chunked ? chunked.count() * elementSize : 0;
    }

    /** Opens the elements, with room for decoded chunks. */
    public ElementBytes open(long cacheBytes) throws IOException {
        if (layout instanceof Layout.Chunked chunked) {
            ChunkGrid grid = new ChunkGrid(space, chunked.chunk(), chunkBytes());
            return new ChunkedBytes(volume, part, chunked, grid, fill, cacheBytes);
        }
        return verbatim().<ElementBytes>map(bytes -> bytes::read).orElseGet(() -> new FillPattern(fill));
    }
}
