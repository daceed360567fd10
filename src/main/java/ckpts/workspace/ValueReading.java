package ckpts.workspace;

import ckpts.tensor.Scratch;
import ckpts.tensor.StoredBytes;
import ckpts.tensor.Tensor;
import java.util.Collection;
import java.util.function.LongSupplier;

/** Reading of values that are not saved: assertions, statistics, comparisons. */
public final class ValueReading {
    private ValueReading() {}

    /**
     * Working memory for it, by one thread; what is read with it is told.
     *
     * @param tensors all that will be read
     * @param progress told of bytes of files, of which a tensor that is read again has more than were foreseen
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
}
