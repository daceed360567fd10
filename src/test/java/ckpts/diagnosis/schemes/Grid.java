package ckpts.diagnosis.schemes;

import java.util.Arrays;

/** A tensor's elements as numbers, in row-major order. Not changed once made. */
record Grid(int[] shape, long[] elements) {
    /** Elements that count on from a first one. */
    static Grid counting(int[] shape, long first) {
        long[] elements = new long[count(shape)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = first + i;
        }
        return new Grid(shape, elements);
    }

    static int count(int... shape) {
        return Arrays.stream(shape).reduce(1, (left, right) -> left * right);
    }

    Grid reshaped(int... other) {
        if (count(other) != elements.length) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " as " + Arrays.toString(other));
        }
        return new Grid(other, elements);
    }

    /** Axis {@code k} of the result is axis {@code order[k]} of this one. */
    Grid permuted(int... order) {
        int rank = shape.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] sizes = Arrays.stream(order).map(axis -> shape[axis]).toArray();
        long[] moved = new long[elements.length];
        for (int i = 0; i < moved.length; i++) {
            int rest = i;
            int from = 0;
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += rest % sizes[axis] * strides[order[axis]];
                rest /= sizes[axis];
            }
            moved[i] = elements[from];
        }
        return new Grid(sizes, moved);
    }

    /** Below one another: the sizes of all axes but the first agree. */
    static Grid joined(Grid... parts) {
        int rows = Arrays.stream(parts).mapToInt(part -> part.shape[0]).sum();
        int[] shape = parts[0].shape.clone();
        shape[0] = rows;
        return new Grid(
                shape,
                Arrays.stream(parts)
                        .flatMapToLong(part -> Arrays.stream(part.elements))
                        .toArray());
    }

    Grid rows(int from, int to) {
        int[] sizes = shape.clone();
        sizes[0] = to - from;
        int row = elements.length / shape[0];
        return new Grid(sizes, Arrays.copyOfRange(elements, from * row, to * row));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid grid && Arrays.equals(shape, grid.shape) && Arrays.equals(elements, grid.elements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return Arrays.toString(shape) + " from " + (elements.length == 0 ? "nothing" : elements[0]);
    }
}
