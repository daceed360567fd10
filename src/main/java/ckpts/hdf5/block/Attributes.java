package ckpts.hdf5.block;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.type.Elements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes of an object, however they are stored: HDF5 File Format Specification, IV.A.2.m (attribute) and IV.A.2.v
 * (attribute info). In the order in which they were created if the object records it, else by name as HDF5 sorts.
 */
public final class Attributes {
    private static final int NAME_INDEX = 8;
    private static final int ATTRIBUTE_ID = 8;
    private static final int SHARED_TYPE = 1;
    private static final int SHARED_SPACE = 1 << 1;

    private Attributes() {}

    /** An attribute whose value has not been read. */
    public record Stored(String name, Datatype type, Dataspace space, Block content) {
        /** Bytes of the value where it is stored, without strings that are elsewhere. */
        public long bytes() {
            return space.count() * type.size();
        }
    }

    private record Ordered(Stored attribute, long order) {}

    /** All attributes of an object. */
    public static List<Stored> of(Volume volume, ObjectHeader header, String path) throws IOException {
        List<Ordered> attributes = new ArrayList<>();
        for (Message message : header.all(Message.ATTRIBUTE)) {
            Block body = message.isShared()
                    ? ObjectHeader.shared(volume, Message.ATTRIBUTE, message.body())
                    : message.body();
            Links.add(attributes, new Ordered(decode(volume, body), message.order()), body, volume.limits());
        }
        boolean tracked = header.isOrdered();
        Optional<Block> info = header.first(Message.ATTRIBUTE_INFO);
        if (info.isPresent()) {
            Block body = info.get();
            body.version(0, 0);
            int flags = body.u8();
            tracked = (flags & 1) != 0;
            body.skip(tracked ? 2 : 0);
            dense(volume, body, path, attributes);
        }
        attributes.sort(
                tracked
                        ? Comparator.comparingLong(Ordered::order)
                        : Comparator.comparing(Attributes::name, Arrays::compareUnsigned));
        requireDistinct(attributes);
        return attributes.stream().map(Ordered::attribute).toList();
    }

    private static byte[] name(Ordered attribute) {
        return attribute.attribute.name().getBytes(StandardCharsets.UTF_8);
    }

    private static void requireDistinct(List<Ordered> attributes) throws IOException {
        Set<String> names = new HashSet<>();
        for (Ordered each : attributes) {
            if (!names.add(each.attribute.name())) {
                throw each.attribute
                        .content()
                        .malformed("two attributes of the object are named \"" + each.attribute.name() + "\"");
            }
        }
    }

    private static void dense(Volume volume, Block info, String path, List<Ordered> attributes) throws IOException {
        long heapAddress = info.address();
        long indexAddress = info.address();
        if (heapAddress == Block.UNDEFINED) {
            return;
        }
        FractalHeap heap = FractalHeap.open(volume, heapAddress, "heap of the attributes of " + path);
        BTree index = BTree.open(volume, indexAddress, NAME_INDEX, "index of the attributes of " + path);
        index.forEach(record -> {
            Block id = record.part(ATTRIBUTE_ID);
            int flags = record.u8();
            long order = record.u32();
            if (new Message(Message.ATTRIBUTE, flags, 0, id).isShared()) {
                throw record.unsupported("attributes that many objects share in a heap", new Remedy.Copy());
            }
            Links.add(attributes, new Ordered(decode(volume, heap.object(id)), order), record, volume.limits());
        });
    }

    private static Stored decode(Volume volume, Block body) throws IOException {
        int version = body.version(1, 3);
        int flags = body.u8();
        int nameSize = body.u16();
        int typeSize = body.u16();
        int spaceSize = body.u16();
        body.skip(version == 3 ? 1 : 0);
        boolean padded = version == 1;
        String name = Elements.string(part(body, nameSize, padded).terminated("the name of an attribute"));
        Block type = part(body, typeSize, padded);
        Block space = part(body, spaceSize, padded);
        boolean sharedType = !padded && (flags & SHARED_TYPE) != 0;
        boolean sharedSpace = !padded && (flags & SHARED_SPACE) != 0;
        Datatype datatype =
                DatatypeDecoder.decode(sharedType ? ObjectHeader.shared(volume, Message.DATATYPE, type) : type);
        Dataspace dataspace =
                DataspaceDecoder.decode(sharedSpace ? ObjectHeader.shared(volume, Message.DATASPACE, space) : space);
        if (!Dataspace.isCountable(dataspace.dimensions(), datatype.size())) {
            throw body.malformed("the attribute \"" + name + "\" has too many elements to be counted");
        }
        Block content = body.part(body.remaining());
        Stored stored = new Stored(name, datatype, dataspace, content);
        if (stored.bytes() > content.remaining()) {
            throw content.malformed("the attribute \"" + name + "\" has " + stored.bytes() + " bytes, but "
                    + content.remaining() + " are stored");
        }
        return stored;
    }

    private static Block part(Block body, int size, boolean padded) throws IOException {
        Block part = body.part(size);
        body.skip(padded ? (8 - size % 8) % 8 : 0);
        return part;
    }

    /** Reads the value of an attribute. */
    public static Attribute value(Volume volume, Stored stored, String path) throws IOException {
        Block content = stored.content().again();
        if (stored.type() instanceof Datatype.Refused refused) {
            throw content.unsupported(
                    refused.what() + " in the attribute \"" + stored.name() + "\" of " + path,
                    new Remedy.WithoutAttribute(path, stored.name()));
        }
        long most = volume.limits().attributeBytes();
        if (stored.bytes() > most) {
            throw content.malformed("the attribute \"" + stored.name() + "\" has " + stored.bytes()
                    + " bytes; the limit of this reader is " + most);
        }
        if (!(stored.type() instanceof Datatype.VariableString string)) {
            return Attribute.packed(stored.name(), stored.type(), stored.space(), content.bytes(stored.bytes()));
        }
        GlobalHeap heap = new GlobalHeap(volume);
        List<byte[]> texts = new ArrayList<>();
        long left = most - stored.bytes();
        for (long i = 0; i < stored.space().count(); i++) {
            byte[] text = heap.text(content, left);
            left -= text.length;
            texts.add(text);
        }
        return Attribute.texts(stored.name(), string, stored.space(), texts);
    }
}
