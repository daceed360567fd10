package ckpts.naming;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A name in which a regular expression is found.
 *
 * <p>Groups are numbered from 1, group 0 is the whole occurrence; a group that took no part has no text.
 */
final class RegexMatch implements Match {
    private final String name;
    private final Map<String, Integer> groupNames;
    private final List<Occurrence> occurrences;

    /** One place: {@code starts[g]..ends[g]} is group {@code g}, -1 where it took no part. */
    record Occurrence(int[] starts, int[] ends) {}

    RegexMatch(String name, Map<String, Integer> groupNames, List<Occurrence> occurrences) {
        this.name = name;
        this.groupNames = groupNames;
        this.occurrences = List.copyOf(occurrences);
    }

    @Override
    public String name() {
        return name;
    }

    List<Occurrence> occurrences() {
        return occurrences;
    }

    @Override
    public Map<String, String> captures() {
        Map<String, String> captures = new LinkedHashMap<>();
        for (String group : groupNames.keySet()) {
            capture(group).ifPresent(text -> captures.put(group, text));
        }
        return captures;
    }

    @Override
    public Optional<String> capture(String group) {
        return group(occurrences.get(0), group);
    }

    /** The text of a group, by name or number, in one occurrence. */
    Optional<String> group(Occurrence occurrence, String group) {
        int index = index(group);
        return index < 0 || index >= occurrence.starts().length || occurrence.starts()[index] < 0
                ? Optional.empty()
                : Optional.of(
                        name.substring(occurrence.starts()[index], occurrence.ends()[index]));
    }

    @Override
    public String replacing(String capture, String text) {
        int index = requireIndex(capture);
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        for (Occurrence occurrence : occurrences) {
            if (occurrence.starts()[index] >= 0) {
                replaced.append(name, copied, occurrence.starts()[index]).append(text);
                copied = occurrence.ends()[index];
            }
        }
        return replaced.append(name, copied, name.length()).toString();
    }

    @Override
    public String before(String capture) {
        return name.substring(0, Math.max(0, occurrences.get(0).starts()[requireIndex(capture)]));
    }

    private int requireIndex(String group) {
        int index = index(group);
        if (index < 0 || index >= occurrences.get(0).starts().length) {
            throw new IllegalArgumentException("no group " + group);
        }
        return index;
    }

    private int index(String group) {
        Integer named = groupNames.get(group);
        if (named != null) {
            return named;
        }
        return RegexMatching.groupNumber(group).orElse(-1);
    }

    @Override
    public String toString() {
        return name + captures();
    }
}
