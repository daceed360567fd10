package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.tensor.ExactSizes;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Totals over tensors.
 *
 * @param tensors how many
 * @param parameters elements of all of them
 * @param bytes bytes of their values
 * @param dtypes how many of each element type, by its name
 */
record Totals(long tensors, long parameters, long bytes, Map<String, Long> dtypes) {
    static Totals of(Collection<Entry> entries) {
        long parameters = 0;
        long bytes = 0;
        Map<String, Long> dtypes = new TreeMap<>();
        for (Entry entry : entries) {
            parameters =
                    ExactSizes.sum(parameters, entry.tensor().type().shape().elementCount());
            bytes = ExactSizes.sum(bytes, entry.tensor().byteSize());
            dtypes.merge(entry.tensor().type().dtype().text(), 1L, Long::sum);
        }
        return new Totals(entries.size(), parameters, bytes, dtypes);
    }

    /** {@code float32 x6, int64 x1}: the most frequent first. */
    String dtypeMix() {
        return dtypes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(dtype -> dtype.getKey() + " x" + dtype.getValue())
                .collect(Collectors.joining(", "));
    }
}
