package ckpts.hdf5.block;

import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.io.IOException;
import java.util.Optional;

/** The messages that every dataset has: type, extent, and what elements that were never written are. */
public final class StoredType {
    private StoredType() {}

    /** IV.A.2.d. */
    public static Datatype type(ObjectHeader header) throws IOException {
        return DatatypeDecoder.decode(header.required(Message.DATATYPE, "datatype"));
    }

    /** IV.A.2.b. */
    public static Dataspace space(ObjectHeader header) throws IOException {
        return DataspaceDecoder.decode(header.required(Message.DATASPACE, "dataspace"));
    }

    /**
     * IV.A.2.e and IV.A.2.f: an element that was never written; empty if its bytes are zero.
     *
     * @param size of an element
     */
    public static byte[] fill(ObjectHeader header, int size) throws IOException {
        Optional<Block> message = header.first(Message.FILL_VALUE);
        if (message.isPresent()) {
            Block block = message.get();
            int version = block.version(1, 3);
            if (version == 3) {
                return (block.u8() & 1 << 5) == 0 ? new byte[0] : value(block, size);
            }
            block.skip(2);
            return block.u8() == 0 ? new byte[0] : value(block, size);
        }
        Optional<Block> old = header.first(Message.OLD_FILL_VALUE);
        return old.isPresent() ? value(old.get(), size) : new byte[0];
    }

    private static byte[] value(Block block, int size) throws IOException {
        long stored = block.u32();
        if (stored == 0) {
            return new byte[0];
        }
        if (stored != size) {
            throw block.malformed("a fill value has " + stored + " bytes, but an element has " + size);
        }
        return block.bytes(size);
    }
}
