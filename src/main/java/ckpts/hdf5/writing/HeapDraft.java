package ckpts.hdf5.writing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/** Variable strings in collections of the global heap: HDF5 File Format Specification, III.E. */
final class HeapDraft {
    private static final int SMALLEST = 4096;
    private static final int LARGE = 1 << 16;
    private static final int MOST_OBJECTS = 0xffff;
    private static final int PREFIX = 16;

    private final List<Draft> finished = new ArrayList<>();
    private Draft objects = new Draft();
    private Draft.Place place = new Draft.Place();
    private int count;

    /** Puts a string into the heap, and into {@code element} what refers to it. An empty one is nowhere. */
    void add(byte[] text, Draft element) {
        if (text.length == 0) {
            element.u32(0).u64(0).u32(0);
            return;
        }
        if (count == MOST_OBJECTS || count > 0 && (long) objects.size() + text.length > LARGE) {
            end();
        }
        count++;
        objects.u16(count).u16(1).u32(0).u64(text.length).bytes(text).align();
        element.u32(text.length).address(place).u32(count);
    }

    /** Ends a collection: what it has left is an object, number 0. */
    private void end() {
        int size = Math.max(SMALLEST, PREFIX + objects.size() + PREFIX);
        int left = size - PREFIX - objects.size();
        finished.add(new Draft(place)
                .bytes("GCOL".getBytes(US_ASCII))
                .u8(1)
                .zeros(3)
                .u64(size)
                .add(objects)
                .u16(0)
                .u16(0)
                .u32(0)
                .u64(left)
                .zeros(left - PREFIX));
        objects = new Draft();
        place = new Draft.Place();
        count = 0;
    }

    /** All collections. */
    List<Draft> finished() {
        if (count > 0) {
            end();
        }
        return finished;
    }
}
