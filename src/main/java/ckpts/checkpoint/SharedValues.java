package ckpts.checkpoint;

import ckpts.tensor.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors of a checkpoint whose values are the same bytes of its file, in whole or in part: weights that a program ties.
 * Each has a name and a place of its own, unlike an alias, and an edit of one leaves the others. A copy that a statement
 * made is a value of its own.
 */
public final class SharedValues {
    private SharedValues() {}

    /** A tensor as it was read, and its bytes. */
    private record Lying(Entry entry, Storage storage) {}

    /** Names of the others that share bytes with this tensor, in the checkpoint's order. */
    public static List<String> with(Entry entry, Checkpoint checkpoint) {
        Optional<Lying> own = lying(entry);
        if (own.isEmpty()) {
            return List.of();
        }
        return checkpoint.entries().stream()
                .filter(other -> !other.name().equals(entry.name()))
                .flatMap(other -> lying(other).stream())
                .filter(other -> other.storage.overlaps(own.get().storage))
                .map(other -> other.entry.name())
                .toList();
    }

    /** Names in groups of which each shares bytes with another of its group, groups in the order of their first. */
    public static List<List<String>> among(Collection<Entry> entries) {
        Map<Object, List<Lying>> byFile = new IdentityHashMap<>();
        entries.forEach(entry -> lying(entry)
                .ifPresent(each -> byFile.computeIfAbsent(each.storage.of(), any -> new ArrayList<>())
                        .add(each)));
        List<List<Lying>> groups = new ArrayList<>();
        byFile.values().forEach(all -> group(all, groups));
        return groups.stream()
                .map(group -> group.stream()
                        .map(Lying::entry)
                        .sorted(Comparator.comparingLong(Entry::order))
                        .toList())
                .sorted(Comparator.comparingLong(group -> group.get(0).order()))
                .map(group -> group.stream().map(Entry::name).toList())
                .toList();
    }

    private static void group(List<Lying> all, List<List<Lying>> groups) {
        all.sort(Comparator.comparingLong(each -> each.storage.begin()));
        List<Lying> group = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (Lying each : all) {
            if (each.storage.begin() >= end) {
                keep(group, groups);
                group = new ArrayList<>();
            }
            group.add(each);
            end = Math.max(end, each.storage.end());
        }
        keep(group, groups);
    }

    private static void keep(List<Lying> group, List<List<Lying>> groups) {
        if (group.size() > 1) {
            groups.add(group);
        }
    }

    private static Optional<Lying> lying(Entry entry) {
        boolean read = entry.holds().isPresent() || entry.steps().isEmpty();
        return read ? entry.tensor().storage().map(storage -> new Lying(entry, storage)) : Optional.empty();
    }
}
