package ckpts.checkpoint;

import ckpts.naming.StyledName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which prefix, taken from the names of one side, makes most of them equal to the other side's but for habits. */
final class PrefixVotes {
    private static final int MAX_SEGMENTS = 6;

    private PrefixVotes() {}

    /** The prefix, with its separator; empty if none helps more than all others. */
    static String mostCommon(Collection<String> names, Collection<String> others) {
        Set<String> keys = new HashSet<>();
        others.forEach(name -> keys.add(StyledName.key(name)));
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (String name : names) {
            int end = 0;
            for (String segment : headSegments(name)) {
                end += segment.length() + 1;
                if (end < name.length() && keys.contains(StyledName.key(name.substring(end)))) {
                    votes.merge(name.substring(0, end), 1, Integer::sum);
                }
            }
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<String> best = votes.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return best.size() == 1 ? best.get(0) : "";
    }

    private static List<String> headSegments(String name) {
        List<String> segments = StyledName.segments(name);
        return segments.subList(0, Math.min(MAX_SEGMENTS, segments.size() - 1));
    }

    /** Pairs of names whose keys, behind the prefixes, are equal and stand for one name on either side. */
    static Map<String, String> equalKeys(
            Collection<String> here, String surplus, Collection<String> model, String lacking) {
        Map<String, String> fromKey = unique(here, surplus);
        Map<String, String> toKey = unique(model, lacking);
        Map<String, String> pairs = new LinkedHashMap<>();
        fromKey.forEach((key, name) -> {
            if (!name.isEmpty() && !toKey.getOrDefault(key, "").isEmpty()) {
                pairs.put(name, toKey.get(key));
            }
        });
        return pairs;
    }

    /** Key to name; to an empty text where several names have the key. */
    private static Map<String, String> unique(Collection<String> names, String prefix) {
        Map<String, String> byKey = new HashMap<>();
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String name : names) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String key = StyledName.key(name.substring(prefix.length()));
                ordered.put(key, byKey.putIfAbsent(key, name) == null ? name : "");
            }
        }
        return ordered;
    }
}
