package ckpts.tensor.op;

import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns "produce elements n to m" into positioned reads of bytes that may cut elements anywhere.
 *
 * <pre>
 *   elements   |  0  |  1  |  2  |  3  |  4  |
 *   read            [..|.....|.....|..]           head: end of 0, middle: 1 and 2, tail: start of 3
 * </pre>
 */
abstract class ElementReader implements TensorReader {
    private final ReaderResources holdings;
    private final int width;
    private final long size;
    private final int chunk;
    private final ByteBuffer cutElement;

    /**
     * @param type of the elements produced
     * @param chunk the most elements that {@link #produce} is asked for at a time
     */
    ElementReader(ReaderResources holdings, TensorType type, int chunk) {
        this.holdings = holdings;
        this.width = type.dtype().width();
        this.size = type.byteSize();
        this.chunk = Math.max(1, chunk);
        this.cutElement = holdings.bytes(width);
    }

    /** The usual number of elements to work on at a time: fits the second-level cache, long enough for the JIT. */
    static int usualChunk(TensorType type) {
        return (int) Math.max(1, Math.min(16_384, type.shape().elementCount()));
    }

    /**
     * Writes elements {@code first} to {@code first + count - 1} to {@code out} from index {@code at} on, in the
     * canonical encoding. The buffer is little-endian; its position and limit are not to be changed.
     */
    abstract void produce(long first, int count, ByteBuffer out, int at) throws IOException;

    @Override
    public final void read(long position, ByteBuffer target) throws IOException {
        requireRange(position, target.remaining(), size);
        ByteBuffer out = target.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long from = position;
        int skip = (int) (from % width);
        if (skip != 0 && out.hasRemaining()) {
            from += cut(from / width, skip, out);
        }
        while (out.remaining() >= width) {
            int count = Math.min(chunk, out.remaining() / width);
            holdings.scratch().goOn();
            produce(from / width, count, out, out.position());
            out.position(out.position() + count * width);
            from += (long) count * width;
        }
        if (out.hasRemaining()) {
            cut(from / width, 0, out);
        }
        target.position(target.limit());
    }

    private int cut(long element, int skip, ByteBuffer out) throws IOException {
        produce(element, 1, cutElement, 0);
        int length = Math.min(width - skip, out.remaining());
        out.put(out.position(), cutElement, skip, length);
        out.position(out.position() + length);
        return length;
    }

    /** @throws IndexOutOfBoundsException if the range is not within {@code size} bytes */
    static void requireRange(long position, int length, long size) {
        if (position < 0 || length > size - position) {
            throw new IndexOutOfBoundsException(
                    "bytes " + position + ".." + (position + length) + " of a tensor of " + size);
        }
    }

    @Override
    public final void close() throws IOException {
        holdings.close();
    }
}
