package ckpts.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Immutable non-negative 64-bit dimensions, outermost first. A scalar has none. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /** @throws IllegalArgumentException if a dimension is negative */
    public static Shape of(long... dimensions) {
        for (long dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dimensions));
            }
        }
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    /** @throws IllegalArgumentException if a dimension is negative */
    public static Shape of(List<Long> dimensions) {
        long[] sizes = new long[dimensions.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = dimensions.get(axis);
        }
        return of(sizes);
    }

    public static Shape scalar() {
        return SCALAR;
    }

    public int rank() {
        return dimensions.length;
    }

    /** {@code 1 axis}, {@code 3 axes}. */
    public String countedAxes() {
        return rank() + (rank() == 1 ? " axis" : " axes");
    }

    /** The size of one axis, 0-based from the outermost. */
    public long dimension(int axis) {
        return dimensions[axis];
    }

    public List<Long> dimensions() {
        Long[] sizes = new Long[dimensions.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = dimensions[axis];
        }
        return List.of(sizes);
    }

    /** A fresh array. */
    public long[] toArray() {
        return dimensions.clone();
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it does not fit in 63 bits
     */
    public long elementCount() {
        long count = 1;
        for (long dimension : dimensions) {
            if (dimension == 0) {
                return 0;
            }
        }
        for (long dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** Elements between neighbours along each axis, in a row-major layout. */
    public long[] strides() {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, Math.max(1, dimensions[axis]));
        }
        return strides;
    }

    /** This shape with one axis of another size. */
    public Shape with(int axis, long size) {
        long[] changed = dimensions.clone();
        changed[axis] = size;
        return of(changed);
    }

    /** With one more axis, at a place from 0 to the rank. */
    public Shape inserting(int axis, long size) {
        long[] more = new long[dimensions.length + 1];
        System.arraycopy(dimensions, 0, more, 0, axis);
        more[axis] = size;
        System.arraycopy(dimensions, axis, more, axis + 1, dimensions.length - axis);
        return of(more);
    }

    /** Without an axis. */
    public Shape removing(int axis) {
        long[] fewer = new long[dimensions.length - 1];
        System.arraycopy(dimensions, 0, fewer, 0, axis);
        System.arraycopy(dimensions, axis + 1, fewer, axis, fewer.length - axis);
        return of(fewer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** {@code [256, 128]}; a scalar is {@code []}. */
    @Override
    public String toString() {
        return LongStream.of(dimensions).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
