package ckpts.tensor;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The only source of working memory for tensor readers and the plan runner: refuses beyond its budget, so that
 * bounded memory is a property that tests can see. Thread-safe.
 *
 * <p>A run has one, and with it the run's own {@link Observations}.
 *
 * <p>Large arrays that are given back wait for the next request of their size: left to the garbage collector, they
 * would fill the heap to its limit first, whatever the budget.
 */
public final class Scratch {
    private static final int LARGE = 1 << 16;
    /** The number of readers' shares in a budget. */
    private static final int USUAL_READERS = 16;

    private final long budget;
    private final long share;
    private final BooleanSupplier stop;
    private final LongConsumer reading;
    private final boolean rehearsal;
    private final LongAdder bytesRead = new LongAdder();
    private final Observations observations = new Observations();
    /** By class and length. */
    private final Map<Class<?>, Map<Integer, Deque<Object>>> idle = new HashMap<>();
    /** By identity. */
    private final Map<Tensor, Held> held = Collections.synchronizedMap(new IdentityHashMap<>());

    private long idleBytes;
    private long used;
    private long peak;

    /** @param budget bytes that may be held at one time */
    public Scratch(long budget) {
        this(budget, () -> false);
    }

    /** @param stop whether work that uses it should stop; asked from any thread */
    public Scratch(long budget, BooleanSupplier stop) {
        this(budget, stop, bytes -> {});
    }

    /** @param reading receives the numbers of bytes of files as they are read, by the threads that read them */
    public Scratch(long budget, BooleanSupplier stop, LongConsumer reading) {
        this(budget, budget / USUAL_READERS, stop, reading, false);
    }

    /** @param share memory that one reader may take where more makes it faster */
    public Scratch(long budget, long share, BooleanSupplier stop) {
        this(budget, share, stop, bytes -> {}, false);
    }

    private Scratch(long budget, long share, BooleanSupplier stop, LongConsumer reading, boolean rehearsal) {
        this.budget = budget;
        this.share = share;
        this.stop = stop;
        this.reading = reading;
        this.rehearsal = rehearsal;
    }

    /**
     * Memory that is counted and never there: readers opened with it hold, by their own account, what they would hold,
     * and must not be asked to read.
     */
    public static Scratch rehearsal(long budget, long share) {
        return new Scratch(budget, share, () -> false, bytes -> {}, true);
    }

    /** Whether readers are opened only to see what they would hold. */
    public boolean isRehearsal() {
        return rehearsal;
    }

    /**
     * The memory that one reader may take where more makes it faster: less than there is, so that it does not depend on
     * what others took before; when memory is scarce, a part of what is left.
     */
    public long share() {
        return Math.min(share, free() / 4);
    }

    /** Has all readers that are opened from now on read a tensor from there, in place of computing it. */
    public void hold(Tensor tensor, Held values) {
        held.put(tensor, values);
    }

    /** Ends {@link #hold}. */
    public void release(Tensor tensor) {
        held.remove(tensor);
    }

    /** Whether a tensor is read from where it is held. */
    public boolean holds(Tensor tensor) {
        return held.containsKey(tensor);
    }

    /**
     * Opens a reader of a tensor: where it is held, one that reads it there.
     *
     * @throws IOException if the source cannot be opened
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public TensorReader open(Tensor tensor) throws IOException {
        Held values = held.get(tensor);
        return values == null ? tensor.open(this) : new HeldReader(values);
    }

    private record HeldReader(Held values) implements TensorReader {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            values.read(position, target);
        }

        @Override
        public void close() {
            // Held values stay for other readers.
        }
    }

    /** The observations of readers that were opened with it. */
    public Observations observations() {
        return observations;
    }

    /** Records that bytes of a file were read. */
    public void countRead(long bytes) {
        bytesRead.add(bytes);
        reading.accept(bytes);
    }

    /** Bytes of files that were read, those read twice counted twice. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /**
     * Called between two pieces of long work.
     *
     * @throws CancellationException if the work should stop
     */
    public void goOn() {
        if (stop.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    /**
     * A little-endian heap buffer that counts against the budget until closed.
     *
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public Lease lease(int bytes) {
        if (rehearsal) {
            return reserve(bytes);
        }
        Optional<byte[]> again = taken(byte[].class, bytes, bytes);
        again.ifPresent(old -> Arrays.fill(old, (byte) 0));
        byte[] array = again.orElseGet(() -> new byte[bytes]);
        return new Lease(ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN), array, bytes);
    }

    /**
     * Numbers, all zero, that count against the budget until closed.
     *
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public Reals reals(int count) {
        long bytes = (long) Double.BYTES * count;
        if (rehearsal) {
            return new Reals(new double[0], reserve(bytes));
        }
        Optional<double[]> again = taken(double[].class, count, bytes);
        again.ifPresent(old -> Arrays.fill(old, 0));
        double[] array = again.orElseGet(() -> new double[count]);
        return new Reals(array, new Lease(ByteBuffer.allocate(0), array, bytes));
    }

    /** Borrowed numbers; closing twice is harmless. */
    public record Reals(double[] array, Lease lease) {}

    /**
     * Counts memory that the caller allocates itself, such as arrays of numbers; the lease's own buffer is empty.
     *
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    public Lease reserve(long bytes) {
        take(bytes);
        return new Lease(ByteBuffer.allocate(0), new byte[0], bytes);
    }

    private synchronized void take(long bytes) {
        goOn();
        if (bytes > budget - used) {
            throw new ScratchExhaustedException(bytes, budget - used, budget);
        }
        used += bytes;
        peak = Math.max(peak, used);
        if (idleBytes > budget - used) {
            idle.clear();
            idleBytes = 0;
        }
    }

    /** Takes memory, as an array that was given back, where one of this length waits. */
    private synchronized <T> Optional<T> taken(Class<T> type, int length, long bytes) {
        Optional<T> again = Optional.ofNullable(idle(type, length).poll()).map(type::cast);
        if (again.isPresent()) {
            idleBytes -= bytes;
        }
        take(bytes);
        return again;
    }

    private Deque<Object> idle(Class<?> type, int length) {
        return idle.computeIfAbsent(type, key -> new HashMap<>()).computeIfAbsent(length, key -> new ArrayDeque<>());
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

    private synchronized void release(long bytes, Object array) {
        used -= bytes;
        int length = Array.getLength(array);
        if (bytes >= LARGE && length > 0 && bytes <= budget - used - idleBytes) {
            idle(array.getClass(), length).push(array);
            idleBytes += bytes;
        }
    }

    /** Borrowed memory; closing twice is harmless. */
    public final class Lease implements AutoCloseable {
        private final ByteBuffer buffer;
        private final Object array;
        private long held;

        /** @param array the memory lent */
        private Lease(ByteBuffer buffer, Object array, long held) {
            this.buffer = buffer;
            this.array = array;
            this.held = held;
        }

        public ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            release(held, array);
            held = 0;
        }
    }
}
