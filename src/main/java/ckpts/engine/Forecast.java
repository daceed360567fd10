package ckpts.engine;

import ckpts.format.FileTensor;
import ckpts.plan.Plan;
import ckpts.plan.PlannedSave;
import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cost of running a plan, known before anything is read.
 *
 * @param bytesRead of files; copied bytes count once, though they are checksummed on the way, and linked files not at
 *     all
 * @param bytesUsed of the stored tensors that are read, each counted once
 * @param memory the most working memory that will be held at one time
 * @param held how many tensors are computed once and held for all that read them
 * @param bytesHeld of these
 * @param bytesSpilled those among them that do not fit in memory, so that they are kept in a file while they are needed
 */
public record Forecast(long bytesRead, long bytesUsed, long memory, int held, long bytesHeld, long bytesSpilled) {
    public static Forecast of(Plan plan, Budget budget) {
        Tiling tiling = Tiling.of(plan, budget);
        List<Tensor> held = tiling.sharing().held();
        Reading reading = new Reading(tiling.sharing().terms());
        held.forEach(reading::add);
        for (PlannedSave save : plan.saves()) {
            save.values().forEach(values -> reading.add(values.tensor()));
        }
        long most = HeldValues.most(budget.memory());
        long bytesHeld = bytes(held, Long.MAX_VALUE);
        long bytesInMemory = bytes(held, most);
        long memory = (long) tiling.tile() * tiling.buffers()
                + ofReaders(plan.computed(), tiling, budget)
                + held.stream()
                        .mapToLong(tensor -> memory(tensor, tiling, budget)
                                + (bytesInMemory > most || tensor.byteSize() > most ? HeldValues.buffer(tensor) : 0))
                        .max()
                        .orElse(0)
                + Math.min(most, bytesInMemory);
        return new Forecast(
                reading.total,
                reading.used,
                Math.min(memory, budget.memory()),
                held.size(),
                bytesHeld,
                bytesHeld - bytesInMemory);
    }

    private static long bytes(List<Tensor> tensors, long most) {
        return tensors.stream()
                .mapToLong(Tensor::byteSize)
                .filter(size -> size <= most)
                .sum();
    }

    /** The memory of as many readers as there are threads. */
    private static long ofReaders(List<Tensor> roots, Tiling tiling, Budget budget) {
        List<Long> taken = new ArrayList<>();
        for (Tensor root : roots) {
            long parts = Math.max(1, (root.byteSize() + tiling.tile() - 1) / tiling.tile());
            long memory = tiling.sharing().terms().holds(root) ? 0 : memory(root, tiling, budget);
            for (long i = 0; i < Math.min(parts, budget.threads()); i++) {
                taken.add(memory);
            }
        }
        taken.sort(Comparator.reverseOrder());
        return taken.stream().limit(budget.threads()).mapToLong(Long::longValue).sum();
    }

    /** The memory of one reader. */
    private static long memory(Tensor tensor, Tiling tiling, Budget budget) {
        Scratch scratch = Scratch.rehearsal(budget.memory(), tiling.share());
        tiling.sharing()
                .sources(tensor)
                .forEach(source -> scratch.hold(source, (position, target) -> {
                    throw new IllegalStateException("a rehearsal reads nothing");
                }));
        try {
            tensor.open(scratch).close();
            return scratch.peak();
        } catch (ScratchExhaustedException | IOException e) {
            // The run will say why, and name the tensor.
            return budget.memory();
        }
    }

    /** The mean number of times that this reads the stored tensors. */
    public double amplification() {
        return bytesUsed == 0 ? 1 : (double) bytesRead / bytesUsed;
    }

    /** Adds up the bytes that tensors read from others, down to the files and to held tensors. */
    private static final class Reading {
        private final Terms terms;
        /** Bytes of files that are read for all of a tensor, except those that are read once only. */
        private final Map<Tensor, Double> known = new IdentityHashMap<>();

        private final Set<Tensor> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        private long used;
        private long total;

        Reading(Terms terms) {
            this.terms = terms;
        }

        /** Adds a tensor that is written, or one that is held, before all that is computed from it. */
        void add(Tensor tensor) {
            Map<Tensor, List<Demand>> demands = new IdentityHashMap<>();
            List<Tensor> order = TensorGraph.of(List.of(tensor), next -> {
                if (known.containsKey(next)) {
                    return List.of();
                }
                List<Demand> asked = next instanceof FileTensor
                        ? List.of()
                        : next.demands(terms).stream()
                                .filter(demand -> demand.bytes() > 0)
                                .toList();
                demands.put(next, asked);
                return asked.stream().map(Demand::tensor).toList();
            });
            for (Tensor next : order) {
                if (!known.containsKey(next)) {
                    known.put(next, once(next, demands.get(next)));
                }
            }
            total = ExactSizes.sum(total, Math.round(known.get(tensor)));
            if (terms.holds(tensor)) {
                known.put(tensor, 0.0);
            }
        }

        private double once(Tensor tensor, List<Demand> demands) {
            if (tensor instanceof FileTensor stored) {
                used += stored.byteSize();
                return stored.byteSize();
            }
            double sum = 0;
            for (Demand demand : demands) {
                Tensor other = demand.tensor();
                boolean whole = demand.bytes() == other.byteSize();
                sum += whole ? known.get(other) : known.get(other) * demand.bytes() / other.byteSize();
                check(other);
            }
            if (tensor.isKept()) {
                total = ExactSizes.sum(total, Math.round(sum));
                return 0;
            }
            return sum;
        }

        /** Where the format keeps a checksum, the first reader of a computation reads all of a tensor to check it. */
        private void check(Tensor tensor) {
            if (tensor instanceof FileTensor stored && checked.add(stored)) {
                total += stored.bytesToCheck();
            }
        }
    }
}
