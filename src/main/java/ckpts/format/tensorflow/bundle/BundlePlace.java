package ckpts.format.tensorflow.bundle;

import java.util.Comparator;

/** The order of entries in the data files. */
public final class BundlePlace {
    /** By shard and offset; an empty tensor comes before another one with the same offset. */
    public static final Comparator<BundleEntry> ORDER = Comparator.comparingInt(BundleEntry::shard)
            .thenComparingLong(BundleEntry::offset)
            .thenComparing(entry -> entry.size() > 0);

    private BundlePlace() {}
}
