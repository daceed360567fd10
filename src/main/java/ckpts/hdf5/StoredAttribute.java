package ckpts.hdf5;

import ckpts.hdf5.block.Attributes;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.io.IOException;
import java.util.List;

/** An attribute whose value is read when it is asked for. */
public final class StoredAttribute {
    private final Volume volume;
    private final Attributes.Stored stored;
    private final String path;

    private StoredAttribute(Volume volume, Attributes.Stored stored, String path) {
        this.volume = volume;
        this.stored = stored;
        this.path = path;
    }

    static List<StoredAttribute> of(Volume volume, ObjectHeader header, String path) throws IOException {
        return Attributes.of(volume, header, path).stream()
                .map(stored -> new StoredAttribute(volume, stored, path))
                .toList();
    }

    public String name() {
        return stored.name();
    }

    public Datatype type() {
        return stored.type();
    }

    public Dataspace space() {
        return stored.space();
    }

    /**
     * Reads the value.
     *
     * @throws ckpts.hdf5.block.UnsupportedHdf5Exception if it is of a type that is not read
     */
    public Attribute read() throws IOException {
        return Attributes.value(volume, stored, path);
    }
}
