package ckpts.hdf5.type;

import java.util.List;

/**
 * The extent of an attribute or a dataset: HDF5 File Format Specification, IV.A.2.b.
 *
 * @param dimensions empty unless simple
 * @param maximum as many as dimensions, {@link #UNLIMITED} among them; equal to the dimensions if none were said
 */
public record Dataspace(Kind kind, List<Long> dimensions, List<Long> maximum) {
    /** A maximum that is none. */
    public static final long UNLIMITED = -1;

    public static final Dataspace SCALAR = new Dataspace(Kind.SCALAR, List.of(), List.of());
    public static final Dataspace NULL = new Dataspace(Kind.NULL, List.of(), List.of());

    /** What an extent is. */
    public enum Kind {
        /** One element. */
        SCALAR,
        /** Elements in dimensions. */
        SIMPLE,
        /** No element, and no shape. */
        NULL
    }

    /** @throws IllegalArgumentException if dimensions are negative or have more elements than can be counted */
    public Dataspace {
        dimensions = List.copyOf(dimensions);
        maximum = List.copyOf(maximum);
        if (!isCountable(dimensions, 1) || maximum.size() != dimensions.size()) {
            throw new IllegalArgumentException("dimensions " + dimensions + " of at most " + maximum);
        }
    }

    /** Dimensions that do not grow. */
    public static Dataspace simple(List<Long> dimensions) {
        return new Dataspace(Kind.SIMPLE, dimensions, dimensions);
    }

    /** {@link #simple(List)}. */
    public static Dataspace simple(long... dimensions) {
        return simple(java.util.Arrays.stream(dimensions).boxed().toList());
    }

    /** Whether so many elements of this size have a number of bytes. An empty dimension does not hide too large ones. */
    public static boolean isCountable(List<Long> dimensions, long size) {
        long count = Math.max(1, size);
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > 0 && count > Long.MAX_VALUE / dimension) {
                return false;
            }
            count *= Math.max(1, dimension);
        }
        return true;
    }

    /** Elements. */
    public long count() {
        if (kind == Kind.NULL) {
            return 0;
        }
        return dimensions.stream().reduce(1L, (a, b) -> a * b);
    }
}
