package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names by each of their segments, so that one of many patterns like {@code "**}{@code /block_7/**"} does not look at
 * every name. Immutable, thread-safe; building it costs more than looking through the names once.
 */
public final class SegmentIndex {
    private final Map<String, List<String>> names = new HashMap<>();

    /** @param sorted the names, sorted */
    public SegmentIndex(Collection<String> sorted) {
        for (String name : sorted) {
            for (String segment : new HashSet<>(NamePath.segments(name))) {
                names.computeIfAbsent(segment, key -> new ArrayList<>(4)).add(name);
            }
        }
    }

    /** The names that have the rarest of these segments, sorted; empty if no segment is given. */
    public Optional<Collection<String>> having(Set<String> segments) {
        Optional<Collection<String>> rarest = Optional.empty();
        for (String segment : segments) {
            List<String> having = names.getOrDefault(segment, List.of());
            if (rarest.isEmpty() || having.size() < rarest.get().size()) {
                rarest = Optional.of(having);
            }
        }
        return rarest;
    }
}
