package ckpts.format;

import ckpts.naming.Counted;
import ckpts.tensor.ExactSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;

/** Ways to distribute stored tensors over several data files; each keeps the order. */
public final class Sharding {
    private Sharding() {}

    /**
     * This many shards of about the same size: each item goes to the shard that contains its middle. Some may be empty.
     *
     * @param size of an item, in bytes
     * @throws ckpts.tensor.TooLargeException if the total size does not fit in 63 bits
     */
    public static <T> List<List<T>> even(List<T> items, ToLongFunction<T> size, int count) {
        long total = ExactSizes.sum(items.stream().mapToLong(size));
        long share = total == 0 ? 1 : (total - 1) / count + 1;
        List<List<T>> shards = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            shards.add(new ArrayList<>());
        }
        long begin = 0;
        for (T item : items) {
            long bytes = size.applyAsLong(item);
            shards.get((int) Math.min(count - 1L, (begin + bytes / 2) / share)).add(item);
            begin += bytes;
        }
        return shards;
    }

    /** Shards of at most this many bytes, each filled before the next is begun; a larger item has one to itself. */
    public static <T> List<List<T>> limited(List<T> items, ToLongFunction<T> size, long limit) {
        List<List<T>> shards = new ArrayList<>();
        List<T> shard = new ArrayList<>();
        long filled = 0;
        for (T item : items) {
            long bytes = size.applyAsLong(item);
            if (!shard.isEmpty() && bytes > limit - filled) {
                shards.add(shard);
                shard = new ArrayList<>();
                filled = 0;
            }
            shard.add(item);
            filled += bytes;
        }
        shards.add(shard);
        return shards;
    }

    /**
     * The notes about items that are larger than the limit for a shard.
     *
     * @param name of an item
     */
    public static <T> void noteTooLarge(
            List<T> items, Function<T, String> name, ToLongFunction<T> size, long limit, List<String> notes) {
        for (T item : items) {
            long bytes = size.applyAsLong(item);
            if (bytes > limit) {
                notes.add(tooLarge(name.apply(item), bytes, limit));
            }
        }
    }

    private static String tooLarge(String name, long bytes, long limit) {
        return "\"" + name + "\" takes " + bytes + " bytes, more than a shard's " + limit;
    }

    /**
     * Each item in the shard that it came from, a new one in that of the item before it; shards that lost all of their
     * items are removed.
     *
     * @param shard the shard that an item came from; empty for a new one
     */
    public static <T> Map<Integer, List<T>> asRead(List<T> items, Function<T, OptionalInt> shard) {
        Map<Integer, List<T>> shards = new TreeMap<>();
        int last = 0;
        for (T item : items) {
            last = shard.apply(item).orElse(last);
            shards.computeIfAbsent(last, any -> new ArrayList<>()).add(item);
        }
        return shards;
    }

    /** The note for a checkpoint that keeps its data files. */
    public static String kept(int count) {
        return "kept in " + count + " data files, as in the source; `shards 1` writes a single file";
    }

    /** The note for data files that are linked. */
    public static String linked(int count) {
        return Counted.of(count, "data file is", "data files are")
                + " linked, not copied: values in them are not verified, and both checkpoints share them";
    }

    /**
     * The number of data files to write, chosen so that no name in use is taken.
     *
     * @param wanted number of data files with contents
     * @param inUse whether a data file of this number of shards exists
     */
    public static int freeCount(int wanted, IntPredicate inUse) {
        int count = wanted;
        while (inUse.test(count)) {
            count++;
        }
        return count;
    }

    /** The note for data files that are numbered with more shards than there are, since their names are taken. */
    public static String renumbered(int count, int empty) {
        return "the checkpoint at this prefix has data files that must not be touched before the new one is complete:"
                + " data files are numbered as " + count + ", " + empty + " of them empty";
    }
}
