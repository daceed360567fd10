package ckpts.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The only source of working memory for tensor readers and the plan runner: refuses beyond its budget, so that
 * bounded memory is a property that tests can see. Thread-safe.
 */
public final class Scratch {
    private final long budget;
    private long used;
    private long peak;

    /** @param budget bytes that may be held at one time */
    public Scratch(long budget) {
        this.budget = budget;
    }

    /**
     * A little-endian heap buffer that counts against the budget until closed.
     *
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public Lease lease(int bytes) {
        take(bytes);
        return new Lease(ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN), bytes);
    }

    /**
     * Counts memory that the caller allocates itself, such as arrays of numbers; the lease's own buffer is empty.
     *
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public Lease reserve(long bytes) {
        take(bytes);
        return new Lease(ByteBuffer.allocate(0), bytes);
    }

    private synchronized void take(long bytes) {
        if (bytes > budget - used) {
            throw new ScratchExhaustedException(bytes, budget - used, budget);
        }
        used += bytes;
        peak = Math.max(peak, used);
    }

    /** Bytes that may still be taken now. */
    public synchronized long free() {
        return budget - used;
    }

    public long budget() {
        return budget;
    }

    /** Bytes held now. */
    public synchronized long used() {
        return used;
    }

    /** The most that was ever held. */
    public synchronized long peak() {
        return peak;
    }

    private synchronized void release(long bytes) {
        used -= bytes;
    }

    /** Borrowed memory; closing twice is harmless. */
    public final class Lease implements AutoCloseable {
        private final ByteBuffer buffer;
        private long held;

        private Lease(ByteBuffer buffer, long held) {
            this.buffer = buffer;
            this.held = held;
        }

        public ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            release(held);
            held = 0;
        }
    }
}
