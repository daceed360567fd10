package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** State that an optimizer keeps in objects of its own, at any depth: {@code optimizer/loss_scale/good_steps}. */
final class OptimizerParts {
    private final ObjectGraph graph;
    private final ObjectPaths paths;
    private final Map<Integer, Role> roles = new HashMap<>();

    private OptimizerParts(ObjectGraph graph, ObjectPaths paths) {
        this.graph = graph;
        this.paths = paths;
    }

    /** Its nodes with values, each as state of the optimizer; without the weights that it trains. */
    static Map<Integer, Role> of(ObjectGraph graph, int optimizer, ObjectPaths paths) {
        OptimizerParts parts = new OptimizerParts(graph, paths);
        parts.collect(optimizer);
        return parts.roles;
    }

    /** A node is named by the shortest path to it: an object named below the optimizer has no shorter path. */
    private void collect(int node) {
        String path = paths.name(node).orElseThrow();
        for (Edge edge : graph.node(node).children()) {
            boolean own = paths.name(edge.node()).equals(Optional.of(EdgeNames.join(path, edge.name())));
            if (!own || edge.name().equals(Optimizers.TRAINED) || roles.containsKey(edge.node())) {
                continue;
            }
            Node child = graph.node(edge.node());
            if (!child.attributes().isEmpty()) {
                roles.put(edge.node(), new Role.OptimizerState(edge.name()));
            }
            collect(edge.node());
        }
    }
}
