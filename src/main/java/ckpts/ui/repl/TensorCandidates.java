package ckpts.ui.repl;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.naming.Counted;
import ckpts.naming.NameBelow;
import ckpts.naming.NamePath;
import ckpts.naming.NamePattern;
import ckpts.naming.PatternException;
import ckpts.ui.render.Visible;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.reader.Candidate;

/**
 * Names of tensors that continue what is typed, one segment at a time.
 *
 * @param entries by the patterns that match their names where the caret is
 */
record TensorCandidates(Map<String, Entry> entries) {
    private static final String ABSOLUTE = "/";

    /** The tensors of one candidate: one tensor, or all below a segment. */
    private record Group(String name, Entry first, int count) {
        Group and(Group other) {
            return new Group(name, first, count + other.count());
        }
    }

    /**
     * The tensors by their names in these scopes, as in the language: relative to them; with their whole
     * name after a slash where a slash is typed.
     */
    static TensorCandidates within(List<String> scopes, Checkpoint checkpoint, String typed) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (scopes.isEmpty()) {
            checkpoint.entries().forEach(entry -> entries.put(pattern(entry.name()), entry));
        } else if (typed.startsWith(ABSOLUTE)) {
            checkpoint.entries().forEach(entry -> entries.put(ABSOLUTE + pattern(entry.name()), entry));
        } else {
            for (String separator : NamePath.SEPARATORS) {
                below(scopes, separator, checkpoint, entries);
            }
        }
        return new TensorCandidates(entries);
    }

    private static void below(
            List<String> scopes, String separator, Checkpoint checkpoint, Map<String, Entry> entries) {
        String prefix = "";
        for (String scope : scopes) {
            prefix = scope.startsWith(ABSOLUTE) ? scope.substring(1) : prefix + scope;
            prefix += separator;
        }
        try {
            for (NameBelow below : NameBelow.of(prefix, Map.of(), checkpoint)) {
                checkpoint.entry(below.name()).ifPresent(entry -> entries.putIfAbsent(pattern(below.rest()), entry));
            }
        } catch (PatternException e) {
            // The prefix of the scope is incomplete or not a pattern: nothing is known to be below it.
            entries.clear();
        }
    }

    /** A name as written between quotes; a character that cannot be drawn is matched by a wildcard. */
    private static String pattern(String name) {
        String quoted = NamePattern.quote(name);
        return Visible.of(quoted).equals(quoted)
                ? quoted
                : name.codePoints()
                        .mapToObj(Character::toString)
                        .map(c -> Visible.of(c).equals(c) ? NamePattern.quote(c) : "?")
                        .collect(Collectors.joining());
    }

    /** @param typed after the quote */
    void add(String typed, List<Candidate> candidates) {
        Map<String, Group> groups = groups(typed);
        while (groups.size() == 1) {
            Map.Entry<String, Group> only = groups.entrySet().iterator().next();
            if (only.getValue().count() == 1 || entries.containsKey(only.getKey())) {
                break;
            }
            groups = groups(only.getKey());
        }
        int shown = NamePath.lastStart(typed);
        groups.forEach((text, group) -> candidates.add(candidate(text, group, shown)));
    }

    private Map<String, Group> groups(String typed) {
        Map<String, Group> groups = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (name.startsWith(typed)) {
                groups.merge(segment(name, typed.length()), new Group(name, entry, 1), Group::and);
            }
        });
        return groups;
    }

    /** The name up to the end of the segment that continues here, its separator included. */
    private static String segment(String name, int from) {
        return name.substring(0, Math.min(name.length(), NamePath.end(name, from) + 1));
    }

    private static Candidate candidate(String text, Group group, int shown) {
        String label = text.substring(Math.min(shown, text.length()));
        if (group.name().equals(text) || group.count() == 1) {
            String name = group.name();
            String type = group.first().tensor().type().toString();
            return new Candidate(
                    "\"" + name + "\"", name.substring(Math.min(shown, name.length())), null, type, null, null, true);
        }
        return new Candidate("\"" + text, label, null, Counted.of(group.count(), "tensor"), null, null, false);
    }
}
