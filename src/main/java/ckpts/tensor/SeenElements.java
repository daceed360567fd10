package ckpts.tensor;

import ckpts.tensor.ObservedCast.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The elements of a tensor that were read: a number for those that were read from its start on, and bits, in blocks, for
 * others. What is read in order takes next to no memory, whatever its size.
 *
 * <pre>
 *   block    0      1      2      3      4      5
 *          | all  | all  | all  | bits |      | bits |
 *          complete: 3
 * </pre>
 */
final class SeenElements {
    private static final int BLOCK = 1 << 14;

    private final long size;
    /** The number of blocks at the start that were read whole. */
    private long complete;
    /** Bits of later blocks that were read, if only in part. */
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
            if (block >= complete) {
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
        if (block == complete && to - from == length(block) && !bits.containsKey(block)) {
            append(offset + from, offset + to, added);
            complete++;
        } else {
            addBits(bits.computeIfAbsent(block, key -> new BitSet()), from, to, offset, added);
        }
        while (isWhole(complete)) {
            bits.remove(complete++);
        }
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

    private boolean isWhole(long block) {
        BitSet seen = bits.get(block);
        return seen != null && seen.nextClearBit(0) == length(block);
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
