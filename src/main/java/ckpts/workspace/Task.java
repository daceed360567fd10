package ckpts.workspace;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something to be done once, by whichever thread comes to it first. */
final class Task implements Runnable {
    private final Action action;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    Task(Action action) {
        this.action = action;
    }

    /** Does it, or returns at once if another thread has begun. Failures come out of {@link #await}. */
    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            action.run();
            end.complete(null);
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    /** Keeps it from being begun. */
    void revoke() {
        if (begun.compareAndSet(false, true)) {
            end.complete(null);
        }
    }

    boolean isDone() {
        return end.isDone();
    }

    /** Waits for the end, whatever it is. */
    void settle() {
        end.handle((nothing, failure) -> nothing).join();
    }

    /** Waits for the end. */
    void await() throws IOException {
        await(end);
    }

    /** Waits, and throws what the other thread threw. */
    static void await(CompletableFuture<Void> future) throws IOException {
        try {
            future.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
