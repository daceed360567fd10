package ckpts.tensor;

import java.util.Objects;

/** Element type and shape: all that can be known of a tensor without reading it. */
public record TensorType(DType dtype, Shape shape) {
    public TensorType {
        Objects.requireNonNull(dtype, "dtype is null");
        Objects.requireNonNull(shape, "shape is null");
    }

    /**
     * Bytes of the canonical encoding.
     *
     * @throws IllegalStateException if elements have no fixed width
     * @throws ArithmeticException if it does not fit 63 bits
     */
    public long byteSize() {
        if (!dtype.isFixedWidth()) {
            throw new IllegalStateException(dtype + " has no fixed width");
        }
        return Math.multiplyExact(shape.elementCount(), dtype.width());
    }

    /** {@code float32[256, 128]}. */
    @Override
    public String toString() {
        return dtype.text() + shape;
    }
}
