package ckpts.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Entries by name under construction: a few changes share the nodes of the original map, many are made in a copy that
 * is sorted once at the end. For one thread.
 */
final class EntriesDraft {
    /** From this share of entries on, sorting all of them again is cheaper than finding the place of each. */
    private static final int BULK = 16;

    private PSortedMap<String, Entry> shared;
    private final Optional<Map<String, Entry>> copy;

    /** @param changes approximate number of entries that will be put or removed */
    EntriesDraft(PSortedMap<String, Entry> entries, int changes) {
        this.shared = entries;
        this.copy = changes > entries.size() / BULK ? Optional.of(new LinkedHashMap<>(entries)) : Optional.empty();
    }

    /** Whether so much changes that rebuilding the indexes is cheaper. */
    boolean isBulk() {
        return copy.isPresent();
    }

    Optional<Entry> get(String name) {
        return Optional.ofNullable(copy.isPresent() ? copy.get().get(name) : shared.get(name));
    }

    boolean contains(String name) {
        return copy.isPresent() ? copy.get().containsKey(name) : shared.containsKey(name);
    }

    void put(Entry entry) {
        if (copy.isPresent()) {
            copy.get().put(entry.name(), entry);
        } else {
            shared = shared.plus(entry.name(), entry);
        }
    }

    void remove(String name) {
        if (copy.isPresent()) {
            copy.get().remove(name);
        } else {
            shared = shared.minus(name);
        }
    }

    PSortedMap<String, Entry> done() {
        return copy.map(EntriesDraft::sorted).orElse(shared);
    }

    /** Old entries come before new ones, each mostly in order: sorting finds two long runs. */
    private static PSortedMap<String, Entry> sorted(Map<String, Entry> entries) {
        String[] names = entries.keySet().toArray(String[]::new);
        Arrays.sort(names);
        TreeMap<String, Entry> sorted = new TreeMap<>();
        for (String name : names) {
            sorted.put(name, entries.get(name));
        }
        return TreePMap.fromSortedMap(sorted);
    }
}
