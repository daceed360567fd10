package ckpts.format.tensorflow.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Claims of the places of a new graph to objects of an old one: every value votes for the objects that led to it
 * before, at the places that lead to it now. For one edit.
 */
final class PlaceClaims {
    private final ObjectEdges graph;
    private final Map<PathTree, Map<Integer, Integer>> votes = new HashMap<>();

    PlaceClaims(ObjectEdges graph) {
        this.graph = graph;
    }

    /**
     * A place's claim.
     *
     * @param node the old object
     * @param votes number of votes
     * @param stays whether the object was at exactly this place
     */
    record Claim(PathTree place, int node, int votes, boolean stays) {}

    /** Votes for the old objects at exactly these places. */
    void along(List<PathTree> places, String path, int weight) {
        Optional<Integer> node = Optional.of(ObjectGraph.ROOT);
        List<String> edges = EdgeNames.edges(path).orElseThrow();
        for (int i = 0; i < places.size() && node.isPresent(); i++) {
            vote(places.get(i), node.get(), weight);
            node = i < edges.size() ? graph.child(node.get(), edges.get(i)) : Optional.empty();
        }
    }

    /** A path of the old graph and the objects along it, the root first. */
    record Walk(List<String> edges, List<Integer> nodes) {}

    Walk walk(String path) {
        List<String> edges = EdgeNames.edges(path).orElse(List.of());
        List<Integer> nodes = new ArrayList<>(List.of(ObjectGraph.ROOT));
        for (String edge : edges) {
            nodes.add(graph.child(nodes.get(nodes.size() - 1), edge).orElse(ObjectGraph.ROOT));
        }
        return new Walk(edges, nodes);
    }

    /** Votes for the old objects from which the same edges led to the same value. */
    void back(List<PathTree> places, List<String> edges, Walk left) {
        int now = edges.size();
        int before = left.edges().size();
        vote(places.get(now), left.nodes().get(before), 1);
        while (now > 0 && before > 0 && edges.get(now - 1).equals(left.edges().get(before - 1))) {
            now--;
            before--;
            vote(places.get(now), left.nodes().get(before), 1);
        }
    }

    private void vote(PathTree place, int node, int weight) {
        votes.computeIfAbsent(place, key -> new TreeMap<>()).merge(node, weight, Integer::sum);
    }

    /** The claims of a place and all below it; without a claim, the old object at a place stays. */
    List<Claim> strongestFirst(PathTree tree) {
        List<Claim> claims = new ArrayList<>();
        for (PathTree place : tree.all()) {
            Optional<Integer> before = EdgeNames.edges(place.path()).flatMap(graph::follow);
            votes.getOrDefault(place, Map.of())
                    .forEach((node, count) ->
                            claims.add(new Claim(place, node, count, before.equals(Optional.of(node)))));
            before.ifPresent(node -> claims.add(new Claim(place, node, 0, true)));
        }
        claims.sort(Comparator.comparingInt(Claim::votes)
                .reversed()
                .thenComparing(claim -> !claim.stays())
                .thenComparing(claim -> claim.place().path().length())
                .thenComparing(claim -> claim.place().path())
                .thenComparingInt(Claim::node));
        return claims;
    }
}
