package ckpts.naming;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names sorted forwards and backwards, so that a pattern looks only at those that begin or end like it. Immutable. */
public final class NameIndex implements NameSet {
    private final String[] forwards;
    private final String[] backwards;
    private final Set<String> all;

    public NameIndex(Collection<String> names) {
        this.all = new HashSet<>(names);
        this.forwards = all.toArray(String[]::new);
        Arrays.sort(forwards);
        this.backwards = all.stream().map(Names::reversed).sorted().toArray(String[]::new);
    }

    @Override
    public List<String> namesLike(String prefix, String suffix) {
        int from = lower(forwards, prefix);
        int to = upper(forwards, prefix);
        String reversedSuffix = Names.reversed(suffix);
        int fromEnd = lower(backwards, reversedSuffix);
        int toEnd = upper(backwards, reversedSuffix);
        if (toEnd - fromEnd >= to - from) {
            return Arrays.asList(forwards).subList(from, to);
        }
        String[] found = new String[toEnd - fromEnd];
        for (int i = 0; i < found.length; i++) {
            found[i] = Names.reversed(backwards[fromEnd + i]);
        }
        Arrays.sort(found);
        return Arrays.asList(found);
    }

    @Override
    public boolean contains(String name) {
        return all.contains(name);
    }

    public int size() {
        return forwards.length;
    }

    private static int lower(String[] sorted, String prefix) {
        int found = Arrays.binarySearch(sorted, prefix);
        return found >= 0 ? found : -found - 1;
    }

    /** The first name after those with the prefix. */
    private static int upper(String[] sorted, String prefix) {
        return Names.afterAllBeginning(prefix).map(end -> lower(sorted, end)).orElse(sorted.length);
    }
}
