package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The blocks of an array of chunks, all of which end in their checksum. For one thread; holds some of them. */
final class Pages {
    private static final int CHECKSUM = 4;
    private static final int HELD_BYTES = 1 << 20;

    private final Volume volume;
    private final String part;
    private final Map<Long, Block> held = new HashMap<>();
    private long heldBytes;

    Pages(Volume volume, String part) {
        this.volume = volume;
        this.part = part;
    }

    /** A block at its beginning, whose checksum holds. */
    Block block(long address, long size) throws IOException {
        Block known = held.get(address);
        if (known == null || known.again().remaining() != size) {
            known = volume.block(address, size, volume.limits().heapBytes(), part);
            known.skip(size - CHECKSUM);
            known.requireChecksum();
            heldBytes += size;
            if (heldBytes > HELD_BYTES) {
                held.clear();
                heldBytes = size;
            }
            held.put(address, known);
        }
        return known.again();
    }

    /** A bit of those that follow; the first is the highest of its byte. */
    static boolean isSet(Block bits, long number) throws IOException {
        Block byteOfIt = bits.again();
        byteOfIt.skip(bits.consumed() + number / Byte.SIZE);
        return (byteOfIt.u8() & 0x80 >> number % Byte.SIZE) != 0;
    }

    /** A chunk, if it is somewhere. */
    static Optional<ChunkIndex.Stored> written(ChunkIndex.Stored chunk) {
        return chunk.address() == Block.UNDEFINED ? Optional.empty() : Optional.of(chunk);
    }
}
