package ckpts.ui.cli;

import ckpts.engine.Progress;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A progress line on a terminal, rewritten in place; shown only for work of more than a second. */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;
    private static final String ERASE = "\r\u001b[K";

    private final String doing;
    private final boolean wanted;
    private final Consumer<String> out;
    private final LongSupplier clock;
    private final long begun;
    private boolean shown;

    /**
     * @param doing the work: {@code saving}
     * @param wanted whether to show anything at all
     * @param out the terminal
     * @param clock nanoseconds from any origin
     */
    public ProgressLine(String doing, boolean wanted, Consumer<String> out, LongSupplier clock) {
        this.doing = doing;
        this.wanted = wanted;
        this.out = out;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    @Override
    public void advanced(long done, long total) {
        long elapsed = clock.getAsLong() - begun;
        if (!wanted || elapsed < FIRST_NANOS || total == 0) {
            return;
        }
        double seconds = elapsed / NANOS_PER_SECOND;
        double rate = done / seconds;
        String left = rate > 0 ? String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate) : "";
        out.accept(String.format(
                Locale.ROOT,
                "%s%s %.0f of %.0f MiB, %d%%, %.0f MiB/s%s",
                ERASE,
                doing,
                done / MIB,
                total / MIB,
                done * 100 / total,
                rate / MIB,
                left));
        shown = true;
    }

    /** Removes the line; closing twice is harmless. */
    @Override
    public void close() {
        if (shown) {
            out.accept(ERASE);
            shown = false;
        }
    }
}
