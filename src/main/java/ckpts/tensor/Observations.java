package ckpts.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Observations of one run about the values that it computed: the losses of casts. A run has it with its {@link Scratch}, through
 * which readers report, so that tensors remain values and two runs of the same tensors see nothing of each other.
 * Thread-safe.
 */
public final class Observations {
    /** By identity. */
    private final Map<Tensor, ObservedCast> casts = Collections.synchronizedMap(new IdentityHashMap<>());

    /** Where all readers of a cast report. */
    public ObservedCast of(Tensor cast) {
        return casts.computeIfAbsent(
                cast, key -> new ObservedCast(cast.type().shape().elementCount()));
    }

    /** The losses of a cast, as far as it was read. */
    public CastReport report(Tensor cast) {
        ObservedCast observed = casts.get(cast);
        return observed == null ? CastReport.NOTHING : observed.report();
    }
}
