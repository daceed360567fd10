package ckpts.hdf5;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Message;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.block.StoredType;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.storage.Storage;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A dataset: type, extent, and elements that are read by position. */
public final class Dataset implements Node {
    private final Volume volume;
    private final ObjectHeader header;
    private final String path;
    private final Datatype type;
    private final Dataspace space;
    private final Storage storage;

    Dataset(Volume volume, ObjectHeader header, String path) throws IOException {
        this.volume = volume;
        this.header = header;
        this.path = path;
        this.type = StoredType.type(header);
        this.space = StoredType.space(header);
        if (type instanceof Datatype.Refused refused) {
            throw header.required(Message.DATATYPE, "datatype")
                    .unsupported(refused.what(), refused.converted() ? Remedy.values() : new Remedy.Without(path));
        }
        if (!Dataspace.isCountable(space.dimensions(), type.size())) {
            throw new MalformedFileException(
                    header.required(Message.DATASPACE, "dataspace").source(),
                    0,
                    space.dimensions() + " elements of " + type.size() + " bytes are too many to be counted");
        }
        this.storage = new Storage(volume, header, space, type.size(), path);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long address() {
        return header.address();
    }

    @Override
    public List<StoredAttribute> attributes() throws IOException {
        return StoredAttribute.of(volume, header, path);
    }

    public Datatype type() {
        return type;
    }

    public Dataspace space() {
        return space;
    }

    /** Bytes of all elements; of variable strings, those of the references to them. */
    public long bytes() {
        return space.count() * type.size();
    }

    /**
     * The range of the file that holds exactly the elements, row-major, in the byte order of the type: to be copied
     * without decoding. Empty if they are in chunks, were never written, or are none.
     */
    public Optional<ByteSource> verbatim() {
        return storage.verbatim();
    }

    /** Dimensions of a chunk; empty if elements are not in chunks. */
    public Optional<List<Long>> chunk() {
        return storage.chunk();
    }

    /**
     * Bytes of a decoded chunk; 0 without chunks. A reader holds this much at least, and up to three times while it decodes
     * one.
     */
    public long chunkBytes() {
        return storage.chunkBytes();
    }

    /**
     * Opens the elements for one thread.
     *
     * @param cacheBytes room for decoded chunks; one is held in any case
     */
    public DatasetReader open(long cacheBytes) throws IOException {
        return new DatasetReader(volume, this, storage.open(cacheBytes));
    }
}
