package ckpts.tensor.kernel;

import ckpts.tensor.Shape;
import java.util.Arrays;

/**
 * A path through another tensor's elements: element (i, j, ...) of the view is element {@code base + i * steps[0] +
 * j * steps[1] + ...} of the input. Axes that form one run are merged, axes of size 1 left out.
 */
public final class Strides {
    private final long base;
    private final long[] sizes;
    private final long[] steps;

    private Strides(long base, long[] sizes, long[] steps) {
        this.base = base;
        this.sizes = sizes;
        this.steps = steps;
    }

    /** The shortest description of the same path; at least one axis remains. */
    public static Strides of(long base, Shape shape, long[] steps) {
        long[] sizes = new long[shape.rank() + 1];
        long[] merged = new long[shape.rank() + 1];
        int axes = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            long size = shape.dimension(axis);
            if (size == 1) {
                continue;
            }
            if (axes > 0 && merged[axes - 1] == steps[axis] * size) {
                sizes[axes - 1] *= size;
                merged[axes - 1] = steps[axis];
            } else {
                sizes[axes] = size;
                merged[axes++] = steps[axis];
            }
        }
        if (axes == 0) {
            sizes[axes] = 1;
            merged[axes++] = 1;
        }
        return new Strides(base, Arrays.copyOf(sizes, axes), Arrays.copyOf(merged, axes));
    }

    /** Whether some axis goes through the input without gaps, and none repeats. */
    public boolean hasRunsElsewhere() {
        return Arrays.stream(steps).min().orElse(0) == 1;
    }

    long base() {
        return base;
    }

    int rank() {
        return sizes.length;
    }

    long size(int axis) {
        return sizes[axis];
    }

    long step(int axis) {
        return steps[axis];
    }

    /** Elements that the innermost axis covers in a row. */
    long runLength() {
        return sizes[sizes.length - 1];
    }

    public long runStep() {
        return steps[steps.length - 1];
    }

    /** The index in the input of the first element of a run. */
    long runStart(long run) {
        long element = base;
        long rest = run;
        for (int axis = sizes.length - 2; axis >= 0; axis--) {
            element += rest % sizes[axis] * steps[axis];
            rest /= sizes[axis];
        }
        return element;
    }
}
