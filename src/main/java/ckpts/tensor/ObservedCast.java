package ckpts.tensor;

import java.util.List;

/** The losses that one run has seen in one cast, by any of its readers. Thread-safe; observing never changes what is read. */
public final class ObservedCast {
    private final SeenElements seen;
    private CastReport report = CastReport.NOTHING;

    /**
     * Elements of a chunk, counted from its first.
     *
     * @param to after the last
     */
    public record Part(int from, int to) {}

    ObservedCast(long elements) {
        this.seen = new SeenElements(elements);
    }

    /**
     * Takes a chunk that was read.
     *
     * @param first the number of its first element
     * @return the elements that no reader took before, in order: the reader is to {@link #add} their losses
     */
    public synchronized List<Part> take(long first, int count) {
        return seen.add(first, count);
    }

    /** Adds what became of the elements that a reader took. */
    public synchronized void add(CastReport losses) {
        report = report.plus(losses);
    }

    synchronized CastReport report() {
        return report;
    }
}
