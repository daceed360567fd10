package ckpts.format.tensorflow;

import java.util.Comparator;

/** The order of entries in the data files. */
final class BundlePlace {
    /** By shard and offset; an empty tensor comes before another one with the same offset. */
    static final Comparator<BundleEntry> ORDER = Comparator.comparingInt(BundleEntry::shard)
            .thenComparingLong(BundleEntry::offset)
            .thenComparing(entry -> entry.size() > 0);

    private BundlePlace() {}
}
