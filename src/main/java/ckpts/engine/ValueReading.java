package ckpts.engine;

import ckpts.bytes.Disk;
import ckpts.tensor.Scratch;
import ckpts.tensor.StoredBytes;
import ckpts.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * Reading of values that are not saved: assertions, statistics, comparisons. Values that several questions need are
 * computed before the first of them and held until the last; where it does not fit into memory, in the folder for
 * temporary files.
 */
public final class ValueReading implements Closeable {
    private final Scratch scratch;
    private final HeldValues held;

    /** A question about values. */
    @FunctionalInterface
    public interface Question<T> {
        /** Reads the values it needs. */
        T ask(Scratch scratch) throws IOException;
    }

    private ValueReading(Scratch scratch, HeldValues held) {
        this.scratch = scratch;
        this.held = held;
    }

    /**
     * Reading by one thread, with progress.
     *
     * @param tensors all that will be read, one that several questions read as often
     * @param progress receives bytes of files; a tensor that is read again has more of them than were forecast
     */
    public static ValueReading of(
            long memory, Cancellation cancellation, Progress progress, Collection<Tensor> tensors, Disk disk) {
        Scratch scratch = scratch(memory, cancellation, progress, tensors);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        HeldValues held = new HeldValues(Sharing.of(tensors, scratch.share()), tensors, scratch, disk, folder);
        return new ValueReading(scratch, held);
    }

    /**
     * Asks a question about tensors.
     *
     * @param tensors those that it is about, of those that were announced
     */
    public <T> T ask(Collection<Tensor> tensors, Question<T> question) throws IOException {
        for (Tensor tensor : tensors) {
            held.prepare(tensor);
        }
        try {
            return question.ask(scratch);
        } finally {
            for (Tensor tensor : tensors) {
                held.finished(tensor);
            }
        }
    }

    /**
     * Working memory for the reading of tensors as they lie in files, by one thread, with progress.
     *
     * @param tensors all that will be read
     * @param progress receives bytes of files; a tensor that is read again has more of them than were forecast
     */
    public static Scratch scratch(
            long memory, Cancellation cancellation, Progress progress, Collection<Tensor> tensors) {
        return scratch(memory, cancellation, progress, tensors, System::nanoTime);
    }

    /** @param clock nanoseconds since some moment */
    static Scratch scratch(
            long memory, Cancellation cancellation, Progress progress, Collection<Tensor> tensors, LongSupplier clock) {
        Meter meter = new Meter(progress, StoredBytes.of(tensors), clock);
        return new Scratch(memory, cancellation::requested, meter::add);
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
