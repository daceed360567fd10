package ckpts.format.tensorflow.object;

import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of a model, as far as they are known. Immutable.
 *
 * @param graph the objects; a node with attributes needs values, under the attributes' names
 * @param variables the manifest's names for the values of each object, by its number
 */
public record ModelGraph(ObjectGraph graph, Map<Integer, List<Expected>> variables) {
    /**
     * The model that an object-based checkpoint is a snapshot of: all of its objects are known.
     *
     * @param names of the checkpoint
     * @param manifest that was read from it
     * @return empty if the manifest has a variable that the checkpoint does not have
     */
    public static Optional<ModelGraph> of(ObjectNames names, Manifest manifest) {
        Map<Integer, List<Expected>> variables = new LinkedHashMap<>();
        for (Expected variable : manifest.variables()) {
            Optional<ObjectNames.Named> named = names.named(variable.name());
            if (named.isEmpty()) {
                return Optional.empty();
            }
            named.get()
                    .place()
                    .ifPresent(place -> variables
                            .computeIfAbsent(place.node(), key -> new ArrayList<>())
                            .add(variable));
        }
        return Optional.of(new ModelGraph(names.graph(), variables));
    }

    /** Adds a {@code save_counter} if the call that loads the checkpoint creates one. */
    public ModelGraph loadedBy(Optional<LoadingCall> call, ObjectGraph stored) {
        boolean is = stored.node(ObjectGraph.ROOT).child(SaveCounter.NAME).isPresent();
        boolean counts = call.equals(Optional.of(TensorFlowCalls.RESTORE))
                || is && !call.equals(Optional.of(TensorFlowCalls.READ));
        Node root = graph.node(ObjectGraph.ROOT);
        List<Edge> children = new ArrayList<>(root.children());
        children.removeIf(edge -> edge.name().equals(SaveCounter.NAME));
        List<Node> nodes = new ArrayList<>(graph.nodes());
        if (counts) {
            children.add(new Edge(SaveCounter.NAME, nodes.size()));
            Attribute value = new Attribute(TensorName.VALUE, "", "");
            nodes.add(new Node(
                    List.of(), List.of(value), List.of(), Optional.empty(), Optional.empty(), ByteString.EMPTY));
        }
        nodes.set(
                ObjectGraph.ROOT,
                new Node(children, root.attributes(), root.slots(), root.saver(), root.hasValues(), root.unknown()));
        return new ModelGraph(new ObjectGraph(nodes, graph.unknown()), variables);
    }

    /** The number of the counter that TensorFlow creates for itself; empty if it creates none. */
    Optional<Integer> counter() {
        return graph.node(ObjectGraph.ROOT).child(SaveCounter.NAME).map(Edge::node);
    }

    /** Whether an object is a variable: TensorFlow needs one value, whatever its name in the checkpoint. */
    boolean isVariable(int object) {
        List<Attribute> attributes = graph.node(object).attributes();
        return !attributes.isEmpty() && attributes.get(0).name().equals(TensorName.VALUE);
    }

    /**
     * Whether an object accepts a value with this name in the checkpoint: tables add a suffix to their names, and strip
     * it.
     */
    boolean takes(int object, String attribute) {
        return graph.node(object).attributes().stream()
                .anyMatch(own -> own.name().startsWith(attribute) || attribute.startsWith(own.name()));
    }
}
