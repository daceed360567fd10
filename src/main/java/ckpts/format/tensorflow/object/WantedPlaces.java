package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The places in the new graph that the wanted names give to values, and the claims of old objects to places. For one edit.
 */
final class WantedPlaces {
    private final Origins origins;
    private final PathTree tree = new PathTree();
    private final PlaceClaims claims;
    private final List<String> obstacles = new ArrayList<>();

    /** Each value's whole name, including its attribute, to its name. */
    private final Map<String, String> values = new HashMap<>();

    WantedPlaces(ObjectNames names, Origins origins) {
        this.origins = origins;
        this.claims = new PlaceClaims(names.edges());
    }

    /** The reasons why values cannot be at their places, as sentences. */
    List<String> obstacles() {
        return obstacles;
    }

    /** All places, from the root. */
    PathTree tree() {
        return tree;
    }

    /** Which old object has a claim to which place, the strongest first. */
    List<PlaceClaims.Claim> claims() {
        return claims.strongestFirst(tree);
    }

    /** The place of a name; empty if no value has it. */
    Optional<PathTree> place(String name) {
        return EdgeNames.edges(GraphEdit.path(name)).flatMap(tree::find);
    }

    /** @param unknown the number of a new object */
    void enter(Wanted one, int unknown) {
        String other = values.putIfAbsent(
                GraphEdit.path(one.name()) + ObjectNames.ATTRIBUTES + GraphEdit.tail(one.name()), one.name());
        if (other != null) {
            obstacles.add("\"" + other + "\" and \"" + one.name() + "\" are two names for the same value of an object:"
                    + " rename one of them");
        }
        Optional<Named> origin = origins.of(one);
        Set<String> now = new LinkedHashSet<>();
        now.add(GraphEdit.path(one.name()));
        one.aliases().forEach(alias -> now.add(GraphEdit.path(alias)));
        Set<String> before = origin.map(GraphEdit::paths).orElse(Set.of());
        List<PlaceClaims.Walk> gone = before.stream()
                .filter(left -> !now.contains(left))
                .map(claims::walk)
                .toList();
        int object = origins.node(one).orElse(unknown);
        for (String path : now) {
            Optional<List<String>> edges = EdgeNames.edges(path);
            if (edges.isEmpty()) {
                obstacles.add(unwritable(one.name(), path));
                continue;
            }
            if (edges.get().size() > ObjectPaths.MOST_EDGES) {
                obstacles.add("\"" + path + "\" has " + edges.get().size() + " edges, the limit is "
                        + ObjectPaths.MOST_EDGES);
                continue;
            }
            List<PathTree> places = tree.enter(edges.get());
            PathTree last = places.get(places.size() - 1);
            last.identify(object);
            if (before.contains(path)) {
                claims.along(places, path, 2);
            } else if (origin.isEmpty()) {
                claims.along(places, path, 1);
            } else {
                gone.forEach(left -> claims.back(places, edges.get(), left));
            }
        }
    }

    private static String unwritable(String name, String path) {
        for (String part : path.split("/", -1)) {
            if (EdgeNames.unescape(part).filter(edge -> !edge.isEmpty()).isEmpty()) {
                return "\"" + name + "\" is not a path in an object graph: "
                        + (part.isEmpty()
                                ? "a part of it is empty"
                                : "write \"" + EdgeNames.escape(part) + "\" for the edge \"" + part + "\"");
            }
        }
        throw new IllegalStateException("every part of " + path + " can be written");
    }
}
