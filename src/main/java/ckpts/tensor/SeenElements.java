package ckpts.tensor;

import ckpts.tensor.ObservedCast.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The elements of a tensor that were read: runs of blocks for those that were read block by block, whichever comes
 * first, and bits for blocks of which a part was read. What readers stream takes next to no memory, whatever its size.
 *
 * <pre>
 *   block    0      1      2      3      4      5
 *          | all  | all  |      | bits | all  |
 *          run 0..2                    run 4..5
 * </pre>
 */
final class SeenElements {
    private static final int BLOCK = 1 << 14;

    private final long size;
    /** First blocks of the runs, ascending; between two runs is a gap. */
    private long[] starts = new long[4];
    /** The blocks after those of the runs. */
    private long[] ends = new long[4];

    private int runs;
    /** Bits of blocks of which a part was read. */
    private final Map<Long, BitSet> bits = new HashMap<>();

    /** @param size elements of the tensor */
    SeenElements(long size) {
        this.size = size;
    }

    /** Adds elements; returns those that are new, in order, counted from {@code first}. */
    List<Part> add(long first, int count) {
        List<Part> added = new ArrayList<>(1);
        long end = first + count;
        for (long block = first / BLOCK; block * BLOCK < end; block++) {
            int run = lastRunFrom(block);
            if (run < 0 || block >= ends[run]) {
                long start = block * BLOCK;
                int from = (int) Math.max(0, first - start);
                int to = (int) Math.min(length(block), end - start);
                if (isWhole(block, from, to, (int) (start - first), added)) {
                    complete(block, run);
                }
            }
        }
        return added;
    }

    /**
     * Adds elements of a block that was not read whole.
     *
     * @param offset from the first element of what is added to that of the block
     * @return whether it is now
     */
    private boolean isWhole(long block, int from, int to, int offset, List<Part> added) {
        BitSet seen = bits.get(block);
        if (seen == null) {
            if (to - from == length(block)) {
                append(offset + from, offset + to, added);
                return true;
            }
            seen = new BitSet();
            bits.put(block, seen);
        }
        addBits(seen, from, to, offset, added);
        if (seen.nextClearBit(0) < length(block)) {
            return false;
        }
        bits.remove(block);
        return true;
    }

    /** The last run that begins at a block or before; -1 if there is none. */
    private int lastRunFrom(long block) {
        int found = Arrays.binarySearch(starts, 0, runs, block);
        return found >= 0 ? found : -found - 2;
    }

    /** @param run the last one before the block */
    private void complete(long block, int run) {
        int next = run + 1;
        boolean goesOn = run >= 0 && ends[run] == block;
        boolean meets = next < runs && starts[next] == block + 1;
        if (goesOn && meets) {
            ends[run] = ends[next];
            move(next + 1, next);
        } else if (goesOn) {
            ends[run]++;
        } else if (meets) {
            starts[next]--;
        } else {
            move(next, next + 1);
            starts[next] = block;
            ends[next] = block + 1;
        }
    }

    /** Moves the runs from an index on to another index. */
    private void move(int from, int to) {
        int longer = runs + to - from;
        if (longer > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        System.arraycopy(starts, from, starts, to, runs - from);
        System.arraycopy(ends, from, ends, to, runs - from);
        runs = longer;
    }

    private static void addBits(BitSet seen, int from, int to, int offset, List<Part> added) {
        for (int at = seen.nextClearBit(from); at < to; at = seen.nextClearBit(at)) {
            int next = seen.nextSetBit(at);
            int until = next < 0 ? to : Math.min(next, to);
            append(offset + at, offset + until, added);
            seen.set(at, until);
        }
    }

    private int length(long block) {
        return (int) Math.min(BLOCK, size - block * BLOCK);
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
