package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A reader of one input that is asked for many short, mostly ascending ranges: reads ahead into working memory, and
 * passes long ranges through.
 */
final class Window {
    /** From this length on a range is worth a read of its own. */
    static final int LONG_RUN = 4096;

    private static final int CAPACITY = 1 << 16;

    private final TensorReader input;
    private final long size;
    private final ByteBuffer ahead;
    private long start;
    private int length;

    private Window(Holdings holdings, Tensor tensor, int capacity) throws IOException {
        this.input = holdings.reader(tensor);
        this.size = tensor.byteSize();
        this.ahead = holdings.bytes((int) Math.min(capacity, size));
    }

    /**
     * A window for runs of equal length.
     *
     * @param run bytes of one run
     * @param step bytes from the start of one run to the start of the next, 0 if runs repeat
     */
    static Window forRuns(Holdings holdings, Tensor tensor, long run, long step) throws IOException {
        if (tensor.byteSize() <= CAPACITY) {
            return new Window(holdings, tensor, CAPACITY);
        }
        if (run >= LONG_RUN) {
            return new Window(holdings, tensor, 0);
        }
        // Reading through a gap is cheaper than a read per run, up to a point.
        boolean dense = step <= 4L * LONG_RUN;
        return new Window(holdings, tensor, dense ? CAPACITY : (int) run);
    }

    /** Copies a range of the input to {@code out} at index {@code at}. */
    void copy(long position, int bytes, ByteBuffer out, int at) throws IOException {
        if (bytes > ahead.capacity() || (bytes >= LONG_RUN && ahead.capacity() < size && !holds(position, bytes))) {
            input.read(position, out.duplicate().limit(at + bytes).position(at));
            return;
        }
        out.put(at, ahead, require(position, bytes), bytes);
    }

    /** Makes a range no longer than the window present; the answer is its index in {@link #buffer()}. */
    int require(long position, int bytes) throws IOException {
        if (!holds(position, bytes)) {
            length = 0;
            start = ahead.capacity() == size ? 0 : position;
            int wanted = (int) Math.min(ahead.capacity(), size - start);
            ahead.clear().limit(wanted);
            input.read(start, ahead);
            ahead.clear();
            length = wanted;
        }
        return (int) (position - start);
    }

    private boolean holds(long position, int bytes) {
        return position >= start && position + bytes <= start + length;
    }

    ByteBuffer buffer() {
        return ahead;
    }
}
