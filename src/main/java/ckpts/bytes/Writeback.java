package ckpts.bytes;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Flushes what is written to a file while more is being written: else the system keeps gigabytes in memory, and syncing
 * the file at the end, or stopping then, waits for all of it. For one thread.
 */
final class Writeback {
    /** Stretches that may be written while others are being flushed: the wait at the end is no longer than these. */
    private static final int LEAD = 4;

    private final Force file;
    private final long stretch;
    private long begun;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    /** Flushes what was written before; called on a thread of its own. */
    interface Force {
        void force() throws IOException;
    }

    /** @param stretch bytes that are worth beginning */
    Writeback(Force file, long stretch) {
        this.file = file;
        this.stretch = stretch;
    }

    /**
     * Reports how far the file is written; waits if that is far ahead of the disk.
     *
     * @throws IOException if an earlier flush failed
     */
    void written(long position) throws IOException {
        long ahead = position - begun;
        if (ahead >= LEAD * stretch || (ahead >= stretch && running.isDone())) {
            await();
            begun = position;
            running = CompletableFuture.runAsync(this::force, Writeback::onThreadOfItsOwn);
        }
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "ckpts writeback");
        thread.setDaemon(true);
        thread.start();
    }

    private void force() {
        try {
            file.force();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Waits for what is under way. The system reports a failed write once: it must not get lost here.
     *
     * @throws IOException if it did not get to the disk
     */
    void await() throws IOException {
        try {
            running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Waits for what is under way, whatever becomes of it. */
    void settle() {
        running.handle((nothing, failure) -> nothing).join();
    }
}
