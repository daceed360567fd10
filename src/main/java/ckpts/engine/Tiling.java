package ckpts.engine;

import ckpts.plan.Plan;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.Terms;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine's division of memory.
 *
 * @param tile bytes of a buffer
 * @param buffers for tiles, and one for checksumming copied bytes
 * @param share memory that each reader may take where more makes it faster
 * @param sharing tensors that are computed once
 * @param grains of the tensors that have one
 */
record Tiling(int tile, int buffers, long share, Sharing sharing, Map<Tensor, Long> grains) {
    /** Larger ones gain nothing where nothing is computed twice. */
    private static final int USUAL = 1 << 21;

    private static final int LARGEST = 1 << 24;
    private static final int SMALLEST = 1 << 12;

    /** Usually a quarter of the memory at the most; where tensors are best read in long stretches, half of it. */
    static Tiling of(Plan plan, Budget budget) {
        int threads = budget.threads();
        long total = Math.max(SMALLEST, plan.tensorBytes());
        int usual = threads == 1 ? 2 : 2 * threads + 1;
        long part = Long.highestOneBit(budget.memory() / 4 / usual);
        int tile = (int) Math.min(Math.min(USUAL, part), total);
        int few = threads == 1 ? 2 : threads + 2;
        long share = Long.highestOneBit(budget.memory() / 4 / few);
        List<Tensor> roots = plan.computed();
        Sharing sharing = Sharing.of(roots, share);
        Map<Tensor, Long> grains = grains(roots, sharing.terms());
        long longest = roots.stream()
                .mapToLong(root -> grains.getOrDefault(root, 0L))
                .max()
                .orElse(0);
        long grain = Math.min(longest, Math.min(LARGEST, share));
        return grain <= tile
                ? new Tiling(tile, usual, share, sharing, grains)
                : new Tiling((int) grain, few, share, sharing, grains);
    }

    /** Those that are not 0; held tensors have none, they are read at any position. */
    private static Map<Tensor, Long> grains(List<Tensor> roots, Terms terms) {
        Map<Tensor, Long> grains = new IdentityHashMap<>();
        for (Tensor tensor : TensorGraph.of(roots, Tensor::operands)) {
            long grain = tensor.grain(terms.share(), read -> terms.holds(read) ? 0 : grains.getOrDefault(read, 0L));
            if (grain > 0) {
                grains.put(tensor, grain);
            }
        }
        terms.held().forEach(grains::remove);
        return grains;
    }

    /** The bytes of a tensor that are best read in one go; 0 if there is no such number. */
    long grain(Tensor tensor) {
        return grains.getOrDefault(tensor, 0L);
    }

    /** The working memory to divide. */
    Scratch scratch(Budget budget, Cancellation cancellation) {
        return new Scratch(budget.memory(), share, cancellation::requested);
    }
}
