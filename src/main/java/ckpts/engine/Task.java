package ckpts.engine;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task that runs once, on the first thread that comes to it. */
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

    /** Runs it, or returns at once if another thread has begun. Failures are thrown by {@link #await}. */
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

    /** Waits for the end, ignoring failures. */
    void settle() {
        end.handle((nothing, failure) -> nothing).join();
    }

    /** Waits for the end. */
    void await() throws IOException {
        await(end);
    }

    /** Waits, and throws the other thread's exception. */
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
