package ckpts.format.tensorflow.graph;

import ckpts.format.tensorflow.bundle.DataTypes;
import ckpts.format.tensorflow.proto.AttrValue;
import ckpts.format.tensorflow.proto.CollectionDef;
import ckpts.format.tensorflow.proto.MetaGraphDef;
import ckpts.format.tensorflow.proto.NodeDef;
import ckpts.format.tensorflow.proto.SaveSliceInfoDef;
import ckpts.format.tensorflow.proto.VariableDef;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import com.google.protobuf.ByteString;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the variables that a graph restores.
 *
 * <p>The restore operations of the graph's saver have the keys and types; the assignments that they feed lead to the
 * variables, which have the shapes. A graph without a saver is assumed to restore every global variable under its own
 * name, as a default saver would.
 */
public final class GraphVariables {
    private static final String VARIABLES = "variables";
    private static final String TRAINABLE = "trainable_variables";

    private final Graph graph;
    private final Map<String, Found> found = new TreeMap<>();
    private final Set<String> trainable = new HashSet<>();
    private final Set<String> global = new HashSet<>();

    /**
     * A variable that is restored.
     *
     * @param name its key in a checkpoint
     * @param type type of the whole tensor if it is partitioned
     * @param trainable whether an optimizer updates it; empty if the graph does not record it
     */
    public record Found(String name, TensorType type, Optional<Boolean> trainable) {}

    /** A graph lacks information that is needed. */
    public static final class GraphException extends Exception {
        private static final long serialVersionUID = 1L;

        public GraphException(String message) {
            super(message);
        }
    }

    private GraphVariables(Graph graph) {
        this.graph = graph;
    }

    /**
     * The variables that are restored, sorted by name.
     *
     * @throws GraphException if there are none, or a type cannot be found
     */
    public static List<Found> of(MetaGraphDef meta) throws GraphException, InvalidProtocolBufferException {
        GraphVariables variables = new GraphVariables(new Graph(meta.getGraphDef()));
        List<VariableDef> all = collection(meta, VARIABLES);
        all.forEach(variable -> variables.global.add(Graph.node(variable.getVariableName())));
        collection(meta, TRAINABLE)
                .forEach(variable -> variables.trainable.add(Graph.node(variable.getVariableName())));
        String restore = meta.getSaverDef().getRestoreOpName();
        if (restore.isEmpty()) {
            for (VariableDef variable : all) {
                variables.addUnsaved(variable);
            }
        } else {
            for (Graph.Restored restored : variables.graph.restoredBy(restore)) {
                variables.add(restored);
            }
        }
        if (variables.found.isEmpty()) {
            throw new GraphException(
                    restore.isEmpty()
                            ? "has no saver, and no variable in its collection \"" + VARIABLES + "\""
                            : "its saver \"" + restore + "\" restores nothing");
        }
        return List.copyOf(variables.found.values());
    }

    private static List<VariableDef> collection(MetaGraphDef meta, String name) throws InvalidProtocolBufferException {
        CollectionDef collection = meta.getCollectionDefMap().getOrDefault(name, CollectionDef.getDefaultInstance());
        List<VariableDef> variables = new ArrayList<>();
        for (ByteString value : collection.getBytesList().getValueList()) {
            variables.add(VariableDef.parseFrom(value, ExtensionRegistryLite.getEmptyRegistry()));
        }
        return variables;
    }

    private void add(Graph.Restored restored) throws GraphException {
        DType type = DataTypes.graphType(restored.type())
                .orElseThrow(() -> new GraphException(
                        "\"" + restored.key() + "\" has the unknown type number " + restored.type()));
        Shape shape;
        if (restored.slice().isEmpty()) {
            shape = shape(restored.key(), restored.variable());
        } else {
            shape = wholeShape(restored);
        }
        add(restored.key(), new TensorType(type, shape), restored.variable());
    }

    private void add(String key, TensorType type, Optional<NodeDef> variable) throws GraphException {
        Found before = found.get(key);
        if (before != null && !before.type().equals(type)) {
            throw new GraphException("\"" + key + "\" is restored as " + before.type() + " and as " + type);
        }
        found.put(key, new Found(key, type, variable.flatMap(node -> trainable(node.getName()))));
    }

    /**
     * The collections decide: the flag of a variable came with TensorFlow 1.11, and a graph without the collection may
     * still have trainable variables.
     */
    private Optional<Boolean> trainable(String node) {
        if (trainable.contains(node)) {
            return Optional.of(true);
        }
        return global.contains(node) && !trainable.isEmpty() ? Optional.of(false) : Optional.empty();
    }

    private static Shape shape(String key, Optional<NodeDef> variable) throws GraphException {
        AttrValue shape = variable.map(node -> node.getAttrMap().get("shape"))
                .orElseThrow(() -> new GraphException("no variable of a known shape is restored from \"" + key + "\""));
        List<Long> sizes = shape.getShape().getDimList().stream()
                .map(dimension -> dimension.getSize())
                .toList();
        if (shape.getShape().getUnknownRank()) {
            throw unknown(key);
        }
        return shape(key, sizes);
    }

    private static Shape shape(String key, List<Long> sizes) throws GraphException {
        if (sizes.stream().anyMatch(size -> size < 0)) {
            throw unknown(key);
        }
        if (!TensorType.isCountable(Shape.of(sizes))) {
            throw new GraphException(
                    "the shape " + sizes + " of the variable restored from \"" + key + "\" has too many elements");
        }
        return Shape.of(sizes);
    }

    private static GraphException unknown(String key) {
        return new GraphException(
                "the graph does not know the whole shape of the variable restored from \"" + key + "\"");
    }

    /** A slice is requested as {@code 10 2 0,4:-}: the whole shape, then the part. */
    private static Shape wholeShape(Graph.Restored restored) throws GraphException {
        String[] words = restored.slice().split(" ", -1);
        List<Long> sizes = new ArrayList<>();
        try {
            for (int i = 0; i < words.length - 1; i++) {
                sizes.add(Long.parseLong(words[i]));
            }
        } catch (NumberFormatException e) {
            throw new GraphException("\"" + restored.key() + "\" is restored in slices, but \"" + restored.slice()
                    + "\" is not a slice");
        }
        return shape(restored.key(), sizes);
    }

    private void addUnsaved(VariableDef variable) throws GraphException {
        String name = Graph.node(variable.getVariableName());
        Optional<NodeDef> node = graph.find(name);
        if (node.isEmpty()) {
            throw new GraphException("the variable \"" + name + "\" is not in the graph");
        }
        int number = node.get()
                .getAttrOrDefault("dtype", AttrValue.getDefaultInstance())
                .getType();
        DType type = DataTypes.graphType(number)
                .orElseThrow(() -> new GraphException("\"" + name + "\" has the unknown type number " + number));
        if (variable.hasSaveSliceInfoDef()) {
            SaveSliceInfoDef whole = variable.getSaveSliceInfoDef();
            add(whole.getFullName(), new TensorType(type, shape(whole.getFullName(), whole.getFullShapeList())), node);
        } else {
            add(name, new TensorType(type, shape(name, node)), node);
        }
    }
}
