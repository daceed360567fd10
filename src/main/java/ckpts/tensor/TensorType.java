package ckpts.tensor;

import java.util.Objects;

/** Element type and shape: all that can be known of a tensor without reading it. */
public record TensorType(DType dtype, Shape shape) {
    private static final long MOST_ELEMENTS = 1L << 56;

    /** @throws TensorTypeException if the shape is larger than any tensor's */
    public TensorType {
        Objects.requireNonNull(dtype, "dtype is null");
        Objects.requireNonNull(shape, "shape is null");
        if (!isCountable(shape)) {
            throw new TensorTypeException(
                    dtype.text() + shape + " is too large: a tensor has at most " + MOST_ELEMENTS + " elements");
        }
    }

    /**
     * Whether a tensor may have this shape: with any type of elements, its bytes and the steps between them fit 63 bits
     * by far, so that nothing computed from one shape can overflow. Axes without a position count as one, since
     * steps run over the others.
     */
    public static boolean isCountable(Shape shape) {
        long elements = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            long size = Math.max(1, shape.dimension(axis));
            if (size > MOST_ELEMENTS / elements) {
                return false;
            }
            elements *= size;
        }
        return true;
    }

    /**
     * Bytes of the canonical encoding.
     *
     * @throws IllegalStateException if elements have no fixed width
     */
    public long byteSize() {
        if (!dtype.isFixedWidth()) {
            throw new IllegalStateException(dtype + " has no fixed width");
        }
        return shape.elementCount() * dtype.width();
    }

    /** {@code float32[256, 128]}. */
    @Override
    public String toString() {
        return dtype.text() + shape;
    }
}
