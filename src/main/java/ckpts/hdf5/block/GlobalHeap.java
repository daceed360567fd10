package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Objects of any size, such as variable strings, in collections: HDF5 File Format Specification, III.E. The
 * collection that was used last is kept with the file. Prefixes and objects begin at multiples of 8 bytes. For one thread.
 */
public final class GlobalHeap {
    private static final int PREFIX = 4 + 4;
    private static final int OBJECT_PREFIX = 2 + 2 + 4;
    private static final int MOST_REREADING = 16;
    private static final int HELD_BYTES = 1 << 22;

    private final Volume volume;
    private final Map<Long, Collection> held = new HashMap<>();
    private long heldBytes;
    private long bytes;

    /** A collection that was read. Immutable, but for the positions of its blocks, which nobody moves. */
    record Collection(long address, long bytes, Map<Integer, Block> objects) {}

    public GlobalHeap(Volume volume) {
        this.volume = volume;
    }

    /**
     * The string that the next bytes refer to: its length, the address of a collection, and a number in it.
     *
     * @param most bytes that it may have
     */
    public byte[] text(Block reference, long most) throws IOException {
        long length = reference.u32();
        long collection = reference.address();
        int number = (int) reference.u32();
        if (length == 0 || collection == 0) {
            return new byte[0];
        }
        Map<Integer, Block> objects = collection(collection, reference);
        Block object = objects.get(number);
        if (object == null) {
            throw reference.malformed("refers to object " + Integer.toUnsignedString(number)
                    + " of the global heap at address " + collection + ", which has " + objects.size() + " objects");
        }
        if (length > object.remaining()) {
            throw reference.malformed("refers to " + length + " bytes of an object that has " + object.remaining());
        }
        if (length > most) {
            throw reference.malformed("refers to " + length + " bytes, more than are allowed");
        }
        return object.again().bytes(length);
    }

    private Map<Integer, Block> collection(long at, Block reference) throws IOException {
        if (at == Block.UNDEFINED) {
            throw reference.malformed("refers to a global heap that is nowhere");
        }
        Collection known = volume.collection();
        known = known.address == at ? known : held.get(at);
        if (known == null) {
            known = read(at);
            hold(known);
        }
        volume.keep(known);
        return known.objects;
    }

    private void hold(Collection collection) {
        heldBytes += collection.bytes;
        if (heldBytes > HELD_BYTES) {
            held.clear();
            heldBytes = collection.bytes;
        }
        held.put(collection.address, collection);
    }

    private Collection read(long at) throws IOException {
        String part = "global heap";
        Block start = volume.upTo(at, PREFIX + Long.BYTES, part);
        start.requireSignature("GCOL");
        start.version(1, 1);
        start.skip(3);
        long size = start.length("the size of the heap");
        if (size < start.consumed()) {
            throw start.malformed("a global heap of " + size + " bytes");
        }
        bytes = bytes + Math.min(size, volume.file().size());
        if (bytes > MOST_REREADING * volume.file().size()) {
            throw start.malformed("strings are so scattered over heaps that these would be read many times over");
        }
        Block heap = volume.block(at, size, volume.limits().heapBytes(), part);
        heap.skip(start.consumed());
        heap.align();
        Map<Integer, Block> found = new HashMap<>();
        int prefix = OBJECT_PREFIX + heap.widths().length();
        while (heap.remaining() >= prefix) {
            int number = heap.u16();
            heap.skip(OBJECT_PREFIX - 2);
            long length = heap.length("the size of an object");
            if (number == 0) {
                break;
            }
            heap.align();
            add(found, number, heap.part(length), heap);
            heap.align();
        }
        return new Collection(at, size, found);
    }

    private static void add(Map<Integer, Block> found, int number, Block object, Block heap)
            throws MalformedFileException {
        if (found.put(number, object) != null) {
            throw heap.malformed("a second object has the number " + number);
        }
    }
}
