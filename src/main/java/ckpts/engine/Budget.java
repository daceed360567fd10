package ckpts.engine;

/**
 * Limits of a run: memory, threads, work.
 *
 * @param memory bytes of working memory
 * @param threads that run at one time, at least 1; the output does not depend on them
 * @param work that a script may cause: iterations of loops, items of lists, names, files
 */
public record Budget(long memory, int threads, long work) {
    /** The default of {@code --memory}. */
    public static final long STANDARD_MEMORY = 256L << 20;

    /** Below this, the buffers of a run and that of a stored tensor being checked do not fit. */
    public static final long LEAST_MEMORY = 1 << 21;

    /** The default of {@code --max-work}. */
    public static final long STANDARD_WORK = 20_000_000;

    public Budget {
        if (memory < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "a budget of " + memory + " bytes is too small: at least " + LEAST_MEMORY + " are needed");
        }
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
    }

    /** A budget with the default amount of work. */
    public Budget(long memory, int threads) {
        this(memory, threads, STANDARD_WORK);
    }

    /** 256 MiB, and a thread per processor up to 8: beyond that the disk is the bottleneck. */
    public static Budget standard() {
        return new Budget(STANDARD_MEMORY, Math.min(8, Runtime.getRuntime().availableProcessors()));
    }
}
