package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/** Maps values of a graph to keys of an index. For one thread. */
final class IndexKeys {
    private final NavigableSet<String> keys;
    private final Set<String> exact = new HashSet<>();
    /** Many objects may have the same key: it is looked up once. */
    private final Map<String, List<String>> known = new HashMap<>();

    /** @param keys all keys of the index but the graph's own */
    IndexKeys(ObjectGraph graph, NavigableSet<String> keys) {
        this.keys = keys;
        graph.nodes().forEach(node -> node.attributes().forEach(attribute -> exact.add(attribute.key())));
    }

    /** The attribute's own key, or those that begin with it, as tables and iterators have them; empty if there is none. */
    List<String> of(Attribute attribute) {
        return known.computeIfAbsent(attribute.key(), this::find);
    }

    private List<String> find(String key) {
        if (keys.contains(key)) {
            return List.of(key);
        }
        List<String> found = new ArrayList<>();
        if (!key.isEmpty()) {
            for (String longer : keys.tailSet(key, false)) {
                if (!longer.startsWith(key)) {
                    break;
                }
                if (!exact.contains(longer)) {
                    found.add(longer);
                }
            }
        }
        return found;
    }

    /** All keys. */
    NavigableSet<String> all() {
        return keys;
    }
}
