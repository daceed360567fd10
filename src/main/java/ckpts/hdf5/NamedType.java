package ckpts.hdf5;

import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.StoredType;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.type.Datatype;
import java.io.IOException;
import java.util.List;

/** A datatype with a name, which attributes and datasets may share. */
public final class NamedType implements Node {
    private final Volume volume;
    private final ObjectHeader header;
    private final String path;
    private final Datatype type;

    NamedType(Volume volume, ObjectHeader header, String path) throws IOException {
        this.volume = volume;
        this.header = header;
        this.path = path;
        this.type = StoredType.type(header);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long address() {
        return header.address();
    }

    public Datatype type() {
        return type;
    }

    @Override
    public List<StoredAttribute> attributes() throws IOException {
        return StoredAttribute.of(volume, header, path);
    }
}
