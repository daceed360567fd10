package ckpts.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Positioned access to the logical bytes of one tensor. For one thread; closing twice is harmless. */
public interface TensorReader extends Closeable {
    /**
     * Fills {@code target} to its limit from {@code position} in the canonical (little-endian, row-major) bytes.
     *
     * <p>There is no partial success: the buffer is filled or an exception is thrown. Position and length may cut
     * elements anywhere.
     *
     * @throws IndexOutOfBoundsException if the range is not within the tensor
     * @throws IOException if reading fails or the stored bytes are damaged
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** @throws IndexOutOfBoundsException if the range is not within {@code size} bytes */
    static void requireRange(long position, int length, long size) {
        if (position < 0 || length > size - position) {
            throw new IndexOutOfBoundsException(
                    "bytes " + position + ".." + (position + length) + " of a tensor of " + size);
        }
    }
}
