package ckpts.workspace;

import ckpts.format.Segment;
import ckpts.format.StoredTensor;
import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What running a plan will take, known before anything is read.
 *
 * @param bytesRead of files; what is copied as it lies counts once, though its checksum is taken on the way, and what is
 *     linked not at all
 * @param bytesUsed of the stored tensors that are read, each counted once
 * @param memory the most working memory that will be held at one time
 */
public record Forecast(long bytesRead, long bytesUsed, long memory) {
    static Forecast of(Plan plan, Budget budget) {
        Tiling tiling = Tiling.of(plan, budget);
        Reading reading = new Reading(tiling.share());
        List<Long> held = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                reading.add(values.tensor());
                if (!PlannedSave.isVerbatim(values.tensor())) {
                    long parts = Math.max(1, (values.tensor().byteSize() + tiling.tile() - 1) / tiling.tile());
                    long memory = memory(values.tensor(), budget, tiling.share());
                    for (long i = 0; i < Math.min(parts, budget.threads()); i++) {
                        held.add(memory);
                    }
                }
            }
        }
        held.sort(Comparator.reverseOrder());
        long readers =
                held.stream().limit(budget.threads()).mapToLong(Long::longValue).sum();
        long memory = (long) tiling.tile() * tiling.buffers() + readers;
        return new Forecast(reading.total, reading.used, Math.min(memory, budget.memory()));
    }

    /** Of one reader. */
    private static long memory(Tensor tensor, Budget budget, long share) {
        Scratch scratch = Scratch.rehearsal(budget.memory(), share);
        try {
            tensor.open(scratch).close();
            return scratch.peak();
        } catch (ScratchExhaustedException | IOException e) {
            // The run will say why, and name the tensor.
            return budget.memory();
        }
    }

    /** How often this reads the stored tensors over, on average. */
    public double amplification() {
        return bytesUsed == 0 ? 1 : (double) bytesRead / bytesUsed;
    }

    /** Adds up what tensors ask of others, down to the files. */
    private static final class Reading {
        private final long share;
        private final Map<Tensor, Double> known = new IdentityHashMap<>();
        private final Set<Tensor> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        private long used;
        private long total;

        Reading(long share) {
            this.share = share;
        }

        void add(Tensor tensor) {
            long asked = Math.round(asked(tensor, tensor.byteSize()));
            total = ExactSizes.sum(total, asked);
        }

        /** Bytes of files that are read for so many of a tensor; those that are read once only are added at once. */
        private double asked(Tensor tensor, long bytes) {
            double once = known.containsKey(tensor) ? known.get(tensor) : once(tensor);
            known.put(tensor, once);
            return bytes == tensor.byteSize() ? once : once * bytes / tensor.byteSize();
        }

        /** Where the format keeps a checksum, the first reader of a computation reads all of a tensor to check it. */
        private void check(Tensor tensor) {
            if (tensor instanceof StoredTensor stored && checked.add(stored)) {
                total += stored.bytesToCheck();
            }
        }

        private double once(Tensor tensor) {
            if (tensor instanceof StoredTensor stored) {
                used += stored.byteSize();
                return stored.byteSize();
            }
            double sum = 0;
            for (Demand demand : tensor.demands(share)) {
                if (demand.bytes() > 0) {
                    sum += asked(demand.tensor(), demand.bytes());
                    check(demand.tensor());
                }
            }
            if (tensor.isKept()) {
                total = ExactSizes.sum(total, Math.round(sum));
                return 0;
            }
            return sum;
        }
    }
}
