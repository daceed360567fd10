package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Shape;
import java.util.List;

/** Finds elements of a whole tensor in the slices that make it up. For one thread. */
final class PartitionCursor {
    private final Shape whole;
    private final List<SliceSpec> slices;
    private final long[] strides;
    private final long[] at;
    private int found;

    /** @param slices without {@link Partition#flaw} */
    PartitionCursor(Shape whole, List<SliceSpec> slices) {
        this.whole = whole;
        this.slices = slices;
        this.strides = whole.strides();
        this.at = new long[whole.rank()];
    }

    /** Moves to an element, by its place in row-major order. */
    void locate(long element) {
        long rest = element;
        for (int axis = 0; axis < at.length; axis++) {
            at[axis] = rest / strides[axis];
            rest %= strides[axis];
        }
        // Neighbouring runs lie in the same slice or the next one.
        while (!holds(slices.get(found))) {
            found = (found + 1) % slices.size();
        }
    }

    /** The slice that contains the element. */
    int slice() {
        return found;
    }

    /** The element's place in its slice, in row-major order. */
    long index() {
        SliceSpec slice = slices.get(found);
        long index = 0;
        for (int axis = 0; axis < at.length; axis++) {
            index = index * slice.length(axis, whole)
                    + at[axis]
                    - slice.extents().get(axis).start();
        }
        return index;
    }

    /** The number of elements from this one on that are contiguous both in the whole and in the slice. */
    long run() {
        if (at.length == 0) {
            return 1;
        }
        SliceSpec slice = slices.get(found);
        int axis = at.length - 1;
        long inner = 0;
        while (axis > 0 && slice.length(axis, whole) == whole.dimension(axis)) {
            inner += at[axis] * strides[axis];
            axis--;
        }
        long end = slice.extents().get(axis).start() + slice.length(axis, whole);
        return (end - at[axis]) * strides[axis] - inner;
    }

    private boolean holds(SliceSpec slice) {
        for (int axis = 0; axis < at.length; axis++) {
            long from = at[axis] - slice.extents().get(axis).start();
            if (from < 0 || from >= slice.length(axis, whole)) {
                return false;
            }
        }
        return true;
    }
}
