package ckpts.hdf5;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Links;
import ckpts.hdf5.block.Message;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.type.Attribute;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An object of a file: a group, a dataset, or a committed datatype. */
public sealed interface Node permits Group, Dataset, NamedType {
    /** From the root, as it was found: an object may have other paths. */
    String path();

    /** What it is, whatever its path: equal for two nodes of a file if they are one object. */
    long address();

    /** Attributes in the order of their creation, if that is recorded, else by name; their values are not read. */
    List<StoredAttribute> attributes() throws IOException;

    /** Reads the value of one attribute. */
    default Optional<Attribute> attribute(String name) throws IOException {
        for (StoredAttribute attribute : attributes()) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute.read());
            }
        }
        return Optional.empty();
    }

    /** Reads the header of an object. */
    static Node open(Volume volume, long address, String path, int depth) throws IOException {
        if (depth > volume.limits().depth()) {
            throw new MalformedFileException(
                    volume.file().name() + ", " + path,
                    0,
                    "is within more than " + volume.limits().depth() + " groups: does a link lead back?");
        }
        ObjectHeader header = ObjectHeader.read(volume, address, path);
        if (header.has(Message.LAYOUT)) {
            return new Dataset(volume, header, path);
        }
        if (Links.areIn(header)) {
            return new Group(volume, header, path, depth);
        }
        header.required(Message.DATATYPE, "message that says what it is: links, a data layout, or a datatype");
        return new NamedType(volume, header, path);
    }
}
