package ckpts.tensor;

import ckpts.tensor.ObservedCast.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elements of a tensor that were read. They are kept as bits, only for blocks that were read in part, so that a
 * tensor that is read in order takes next to no memory, whatever its size.
 *
 * <pre>
 *   block    0      1      2      3      4      5
 *          | all  | all  | all  | bits | all  |      |
 *          complete: 3           parts   wholes
 * </pre>
 */
final class SeenElements {
    private static final int BLOCK = 1 << 12;

    private final long size;
    /** The number of blocks at the start that were read whole. */
    private long complete;
    /** Later blocks that were read whole. */
    private final Set<Long> wholes = new HashSet<>();
    /** Later blocks that were read in part. */
    private final Map<Long, BitSet> parts = new HashMap<>();

    /** @param size elements of the tensor */
    SeenElements(long size) {
        this.size = size;
    }

    /** Adds elements; returns those that are new, in order, counted from {@code first}. */
    List<Part> add(long first, int count) {
        List<Part> added = new ArrayList<>(1);
        long end = first + count;
        for (long block = Math.max(first / BLOCK, complete); block * BLOCK < end; block++) {
            if (!isWhole(block)) {
                long start = block * BLOCK;
                int from = (int) Math.max(0, first - start);
                int to = (int) Math.min(BLOCK, end - start);
                add(block, from, to, (int) (start - first), added);
            }
        }
        return added;
    }

    /** @param offset from the first element of what is added to that of the block */
    private void add(long block, int from, int to, int offset, List<Part> added) {
        int length = (int) Math.min(BLOCK, size - block * BLOCK);
        BitSet seen = parts.get(block);
        if (seen == null && to - from == length) {
            append(offset + from, offset + to, added);
            complete(block);
            return;
        }
        if (seen == null) {
            seen = new BitSet();
            parts.put(block, seen);
        }
        for (int at = seen.nextClearBit(from); at < to; at = seen.nextClearBit(at)) {
            int next = seen.nextSetBit(at);
            int until = next < 0 ? to : Math.min(next, to);
            append(offset + at, offset + until, added);
            seen.set(at, until);
        }
        if (seen.nextClearBit(0) == length) {
            parts.remove(block);
            complete(block);
        }
    }

    private boolean isWhole(long block) {
        return block < complete || wholes.contains(block);
    }

    private void complete(long block) {
        wholes.add(block);
        while (wholes.remove(complete)) {
            complete++;
        }
    }

    private static void append(int from, int to, List<Part> parts) {
        int last = parts.size() - 1;
        if (last >= 0 && parts.get(last).to() == from) {
            parts.set(last, new Part(parts.get(last).from(), to));
        } else {
            parts.add(new Part(from, to));
        }
    }
}
