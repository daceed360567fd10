package ckpts.tensor.kernel;

/**
 * The division of a transpose into tiles.
 *
 * @param cutAxis the output axis that tiles cut; the axes after it are full
 * @param slab output elements in one position of the cut axis
 * @param depth positions of the cut axis in a tile
 * @param runAxis the output axis that is innermost in the input
 */
public record TransposeTiling(Strides strides, int width, int cutAxis, long slab, long depth, int runAxis) {
    private static final int LARGEST = 1 << 24;
    private static final int SMALLEST = 1 << 12;

    /** @param share bytes that a tile may take; it is content with little */
    public static TransposeTiling of(Strides strides, int width, long share) {
        long capacity = Math.max(SMALLEST, Math.min(LARGEST, share)) / width;
        int axis = 0;
        while (axis < strides.rank() - 1 && outputStep(strides, axis) > capacity) {
            axis++;
        }
        long slab = outputStep(strides, axis);
        long depth = Math.max(1, Math.min(strides.size(axis), capacity / slab));
        return new TransposeTiling(strides, width, axis, slab, depth, runAxis(strides));
    }

    private static long outputStep(Strides strides, int axis) {
        long step = 1;
        for (int inner = axis + 1; inner < strides.rank(); inner++) {
            step *= strides.size(inner);
        }
        return step;
    }

    private static int runAxis(Strides strides) {
        int innermost = 0;
        for (int axis = 1; axis < strides.rank(); axis++) {
            if (strides.step(axis) < strides.step(innermost)) {
                innermost = axis;
            }
        }
        return innermost;
    }

    /** Output elements between neighbours along an axis. */
    long outputStep(int axis) {
        return outputStep(strides, axis);
    }

    /** The elements of a tile. */
    long bytes() {
        return depth * slab * width;
    }

    /** Consecutive elements of the input that are in one tile. */
    long runLength() {
        return runAxis < cutAxis ? 1 : runAxis == cutAxis ? depth : strides.size(runAxis);
    }

    /** Input elements from one run of a box to the next. */
    long gap() {
        long gap = Long.MAX_VALUE / 16;
        for (int axis = cutAxis; axis < strides.rank(); axis++) {
            if (axis != runAxis) {
                gap = Math.min(gap, strides.step(axis));
            }
        }
        return gap;
    }

    /**
     * The number of bytes at whose multiples a reader does not begin a tile that another has begun; 0 if there is none.
     */
    public long grain() {
        return cutAxis == 0 || strides.size(cutAxis) % depth == 0 ? bytes() : 0;
    }

    /** Bytes asked of an input of {@code size} bytes for all tiles. */
    public long bytesRead(long size) {
        long positions = strides.size(cutAxis);
        long outer = 1;
        for (int axis = 0; axis < cutAxis; axis++) {
            outer *= strides.size(axis);
        }
        long sum = 0;
        for (long i = 0; i < outer; i++) {
            for (long position = 0; position < positions; position += depth) {
                long first = inputElement(i) + position * strides.step(cutAxis);
                sum += tileRead(size, first, Math.min(depth, positions - position));
            }
        }
        return sum;
    }

    private long tileRead(long size, long first, long positions) {
        long length = runAxis == cutAxis ? positions : runLength();
        Window.Runs runs = new Window.Runs(first * width, length * width, gap() * width, positions * slab / length);
        return runs.bytesRead(size, runLength() * width);
    }

    /** Where the input begins for the n-th place of the axes before the one that is cut. */
    private long inputElement(long outer) {
        long element = strides.base();
        long rest = outer;
        for (int axis = cutAxis - 1; axis >= 0; axis--) {
            element += rest % strides.size(axis) * strides.step(axis);
            rest /= strides.size(axis);
        }
        return element;
    }
}
