package ckpts.ui.repl;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.ui.render.Visible;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;

/** Names of tensors that go on from what is typed, one segment at a time. */
record TensorCandidates(Checkpoint checkpoint) {
    /** What one candidate stands for: one tensor, or all below a segment. */
    private record Group(Entry first, int count) {
        Group and(Group other) {
            return new Group(first, count + other.count());
        }
    }

    /** @param typed behind the quote */
    void add(String typed, List<Candidate> candidates) {
        Map<String, Group> groups = groups(typed);
        while (groups.size() == 1) {
            Map.Entry<String, Group> only = groups.entrySet().iterator().next();
            if (only.getValue().count() == 1 || only.getValue().first().name().equals(only.getKey())) {
                break;
            }
            groups = groups(only.getKey());
        }
        int shown = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('.')) + 1;
        groups.forEach((text, group) -> candidates.add(candidate(text, group, shown)));
    }

    private Map<String, Group> groups(String typed) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Entry entry : checkpoint.entries()) {
            if (entry.name().startsWith(typed)) {
                groups.merge(segment(entry.name(), typed.length()), new Group(entry, 1), Group::and);
            }
        }
        return groups;
    }

    /** The name up to the end of the segment that goes on from here, its separator included. */
    private static String segment(String name, int from) {
        int at = from;
        while (at < name.length() && name.charAt(at) != '/' && name.charAt(at) != '.') {
            at++;
        }
        return name.substring(0, Math.min(name.length(), at + 1));
    }

    private static Candidate candidate(String text, Group group, int shown) {
        String label = Visible.of(text.substring(Math.min(shown, text.length())));
        if (group.first().name().equals(text) || group.count() == 1) {
            String name = group.first().name();
            String type = group.first().tensor().type().toString();
            return new Candidate(
                    "\"" + name + "\"",
                    Visible.of(name.substring(Math.min(shown, name.length()))),
                    null,
                    type,
                    null,
                    null,
                    true);
        }
        return new Candidate("\"" + text, label, null, group.count() + " tensors", null, null, false);
    }
}
