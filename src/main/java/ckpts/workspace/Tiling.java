package ckpts.workspace;

import ckpts.format.Segment;
import ckpts.tensor.Scratch;

/**
 * How the engine divides its memory.
 *
 * @param tile bytes of a buffer
 * @param buffers for tiles, and one for summing what is copied
 * @param share what each reader may take where more makes it faster
 */
record Tiling(int tile, int buffers, long share) {
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
        long grain = Math.min(grain(plan, share), Math.min(LARGEST, share));
        return grain <= tile ? new Tiling(tile, usual, share) : new Tiling((int) grain, few, share);
    }

    private static long grain(Plan plan, long share) {
        long longest = 0;
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                longest = Math.max(longest, values.tensor().grain(share));
            }
        }
        return longest;
    }

    /** Working memory that is divided so. */
    Scratch scratch(Budget budget, Cancellation cancellation) {
        return new Scratch(budget.memory(), share, cancellation::requested);
    }
}
