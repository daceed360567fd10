package ckpts.workspace;

import ckpts.format.Segment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The checksums of one layout as they become known. Thread-safe. */
final class Checksums {
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    void record(Segment.Values values, int sum) {
        if (known.putIfAbsent(values.name(), sum) != null) {
            throw new IllegalStateException("the layout has two segments named \"" + values.name() + "\"");
        }
    }

    int of(String name) {
        Integer sum = known.get(name);
        if (sum == null) {
            throw new IllegalStateException("no segment named \"" + name + "\" was written before");
        }
        return sum;
    }
}
