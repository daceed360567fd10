package ckpts.checkpoint;

import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders findings so that their repairs can be run from top to bottom: no rename meets names that another one made, or
 * that another one still has to find. For one difference.
 */
final class RepairOrder {
    private final Map<Finding, Rename> renames = new LinkedHashMap<>();

    private record Rename(List<NamePattern> patterns, Map<String, String> moves) {
        boolean touches(Collection<String> names) {
            return names.stream()
                    .anyMatch(name -> patterns.stream()
                            .anyMatch(pattern -> pattern.match(name).isPresent()));
        }

        /** Whether this one has to run first. */
        boolean precedes(Rename other) {
            return touches(other.moves().values()) || other.touches(moves.keySet());
        }
    }

    /** Remembers what the repair of a finding renames, and by which patterns. */
    void add(Finding finding, List<NamePattern> patterns, Map<String, String> moves) {
        renames.put(finding, new Rename(List.copyOf(patterns), Map.copyOf(moves)));
    }

    /** Renames in an order that works, then what is mismatched, then what is unexpected, unless a rename would move it. */
    List<Finding> sorted(List<Finding> findings) {
        List<Finding> first = new ArrayList<>();
        List<Finding> mismatched = new ArrayList<>();
        List<Finding> last = new ArrayList<>();
        List<Finding> missing = new ArrayList<>();
        for (Finding finding : findings) {
            boolean dropped = finding.kind() == Finding.Kind.UNEXPECTED;
            boolean named = dropped
                    && finding.repairs().stream().anyMatch(lines -> lines.get(0).endsWith("\""));
            boolean moved = named && renames.values().stream().anyMatch(rename -> rename.touches(finding.names()));
            if (moved) {
                first.add(finding);
            } else if (dropped) {
                last.add(finding);
            } else if (finding.kind() == Finding.Kind.MISSING || renames.containsKey(finding)) {
                missing.add(finding);
            } else {
                mismatched.add(finding);
            }
        }
        first.addAll(inOrder(missing));
        first.addAll(mismatched);
        first.addAll(last);
        return first;
    }

    private List<Finding> inOrder(List<Finding> findings) {
        List<Finding> ordered = new ArrayList<>();
        List<Finding> waiting = new ArrayList<>(findings);
        while (!waiting.isEmpty()) {
            Finding next = waiting.stream()
                    .filter(candidate ->
                            waiting.stream().noneMatch(other -> other != candidate && precedes(other, candidate)))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private boolean precedes(Finding left, Finding right) {
        boolean both = renames.containsKey(left) && renames.containsKey(right);
        if (both) {
            return renames.get(left).precedes(renames.get(right));
        }
        return renames.containsKey(left) && !renames.containsKey(right);
    }
}
