package ckpts.format.tensorflow.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of edges as keys and scripts spell them: {@code .} is doubled, {@code /} becomes {@code .S}, so that {@code /}
 * only separates edges and {@code .ATTRIBUTES} cannot be an edge's name.
 *
 * <pre>
 *   edges  net, a.b/c, w        path  net/a..b.Sc/w
 * </pre>
 */
final class EdgeNames {
    private EdgeNames() {}

    static String escape(String edge) {
        return edge.replace(".", "..").replace("/", ".S");
    }

    /** The edge of one part of a path; empty if TensorFlow would not write it this way. */
    static Optional<String> unescape(String part) {
        StringBuilder edge = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '.') {
                edge.append(c);
                continue;
            }
            i++;
            char escaped = i < part.length() ? part.charAt(i) : 0;
            if (escaped != '.' && escaped != 'S') {
                return Optional.empty();
            }
            edge.append(escaped == '.' ? '.' : '/');
        }
        return Optional.of(edge.toString());
    }

    /** The edges of a path, none for the empty path; empty if a part of it is not an edge's name. */
    static Optional<List<String>> edges(String path) {
        List<String> edges = new ArrayList<>();
        if (path.isEmpty()) {
            return Optional.of(edges);
        }
        for (String part : path.split("/", -1)) {
            Optional<String> edge = unescape(part);
            if (edge.isEmpty() || edge.get().isEmpty()) {
                return Optional.empty();
            }
            edges.add(edge.get());
        }
        return Optional.of(edges);
    }

    /** {@code path/edge}. */
    static String join(String path, String edge) {
        return path.isEmpty() ? escape(edge) : path + "/" + escape(edge);
    }
}
