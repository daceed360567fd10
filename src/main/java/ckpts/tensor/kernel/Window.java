package ckpts.tensor.kernel;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A reader of one input that is asked for many short, mostly ascending ranges: reads ahead into working memory, and
 * passes long ranges through.
 */
public final class Window {
    /** From this length on a range is worth a read of its own. */
    public static final int LONG_RUN = 4096;

    private static final int CAPACITY = 1 << 16;

    private final TensorReader input;
    private final long size;
    private final ByteBuffer ahead;
    private long start;
    private int length;

    private Window(ReaderResources holdings, Tensor tensor, int capacity) throws IOException {
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
    public static Window forRuns(ReaderResources holdings, Tensor tensor, long run, long step) throws IOException {
        if (holds(tensor.byteSize())) {
            return new Window(holdings, tensor, CAPACITY);
        }
        if (run >= LONG_RUN) {
            return new Window(holdings, tensor, 0);
        }
        return new Window(holdings, tensor, isDense(step) ? CAPACITY : (int) run);
    }

    /** Whether a window is wide enough for all of an input. */
    public static boolean holds(long size) {
        return size <= CAPACITY;
    }

    /**
     * Runs that are copied in the order in which they lie in the input.
     *
     * @param first where the first begins
     * @param run bytes of each
     * @param step bytes from one to the next
     * @param count how many
     */
    public record Runs(long first, long run, long step, long count) {
        /**
         * Bytes that a new window asks of its input for them.
         *
         * @param size of the input
         * @param planned bytes of the runs that the window was made for
         */
        public long bytesRead(long size, long planned) {
            if (holds(size)) {
                return size;
            }
            if (planned >= LONG_RUN || !isDense(step)) {
                return step == 0 && planned < LONG_RUN ? run : count * run;
            }
            long inWindow = step == 0 ? count : Math.min(count, 1 + (CAPACITY - run) / step);
            long windows = (count + inWindow - 1) / inWindow;
            long last = first + (windows - 1) * inWindow * step;
            return (windows - 1) * CAPACITY + Math.min(CAPACITY, size - last);
        }
    }

    /** Reading through a gap is cheaper than a read per run, up to a point. */
    private static boolean isDense(long step) {
        return step <= 4L * LONG_RUN;
    }

    /** Copies a range of the input to {@code out} at index {@code at}. */
    public void copy(long position, int bytes, ByteBuffer out, int at) throws IOException {
        if (bytes > ahead.capacity() || (bytes >= LONG_RUN && ahead.capacity() < size && !holds(position, bytes))) {
            input.read(position, out.duplicate().limit(at + bytes).position(at));
            return;
        }
        out.put(at, ahead, require(position, bytes), bytes);
    }

    /** Makes a range no longer than the window present; returns its index in {@link #buffer()}. */
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
