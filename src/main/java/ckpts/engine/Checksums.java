package ckpts.engine;

import ckpts.format.Segment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The checksums of one layout as they become known. Thread-safe. */
final class Checksums {
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    void record(Segment.Values values, int checksum) {
        if (known.putIfAbsent(values.name(), checksum) != null) {
            throw new IllegalStateException("the layout has two segments named \"" + values.name() + "\"");
        }
    }

    int of(String name) {
        Integer checksum = known.get(name);
        if (checksum == null) {
            throw new IllegalStateException("no segment named \"" + name + "\" was written before");
        }
        return checksum;
    }
}
