package ckpts.engine;

import java.util.function.LongSupplier;

/** Counts bytes and reports them to the listener, not too often. For one thread. */
final class Meter {
    private static final long NANOS_BETWEEN = 100_000_000;

    private final Progress progress;
    private final long total;
    private final LongSupplier clock;
    private long done;
    private long reported;

    /** @param clock nanoseconds since some moment */
    Meter(Progress progress, long total, LongSupplier clock) {
        this.progress = progress;
        this.total = total;
        this.clock = clock;
        this.reported = clock.getAsLong();
        progress.advanced(0, total);
    }

    void add(long bytes) {
        done += bytes;
        long now = clock.getAsLong();
        if (done < total && now - reported >= NANOS_BETWEEN) {
            reported = now;
            progress.advanced(done, total);
        }
    }

    void finish() {
        progress.advanced(total, total);
    }
}
