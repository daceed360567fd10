package ckpts.format.tensorflow.graph;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.bundle.DataTypes;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.format.tensorflow.object.SaveCounter;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.format.tensorflow.object.TensorName;
import ckpts.format.tensorflow.proto.SavedObject;
import ckpts.format.tensorflow.proto.SavedObjectGraph;
import ckpts.format.tensorflow.proto.SavedVariable;
import ckpts.format.tensorflow.proto.TensorShape;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The saved variables of a TensorFlow 2 model, from the objects in its {@code saved_model.pb}. Names are derived like
 * those of a checkpoint's tensors, so that both agree. For one model.
 *
 * @param variables with their types
 * @param others the paths of each saved object that is not a variable, such as a lookup table: its types are not known
 *     here
 */
public record SavedObjects(Manifest variables, List<Set<String>> others) {
    public SavedObjects {
        others = List.copyOf(others);
    }

    /** @throws IOException if the objects are malformed, or a variable has no type; the message is a phrase */
    public static SavedObjects of(SavedObjectGraph saved) throws IOException {
        TreeMap<String, SavedObject> byKey = new TreeMap<>();
        ObjectGraph graph = ObjectGraphBytes.checked(graph(saved, byKey));
        ObjectNames names = ObjectNames.of(graph, byKey.navigableKeySet());
        List<Manifest.Expected> variables = new ArrayList<>();
        List<Set<String>> others = new ArrayList<>();
        for (Named named : names.tensors()) {
            SavedObject object = byKey.get(named.key());
            if (named.place().isPresent() && !object.hasVariable()) {
                Set<String> paths = new LinkedHashSet<>();
                paths.add(TensorName.path(named.name()));
                named.aliases().forEach(alias -> paths.add(TensorName.path(alias)));
                others.add(paths);
            } else if (named.place().isPresent() && !named.role().equals(Role.BOOKKEEPING)) {
                variables.add(expected(named, object.getVariable()));
            }
        }
        Manifest manifest =
                new Manifest(variables, Optional.of(TensorFlowCalls.READ), names.trained()).keeping(SaveCounter.NAMES);
        return new SavedObjects(manifest, others);
    }

    /** @param byKey receives the saved objects, each under a key of its own */
    private static ObjectGraph graph(SavedObjectGraph saved, Map<String, SavedObject> byKey) {
        List<Node> nodes = new ArrayList<>(saved.getNodesCount());
        for (SavedObject object : saved.getNodesList()) {
            List<Edge> children = object.getChildrenList().stream()
                    .map(child -> new Edge(child.getLocalName(), child.getNodeId()))
                    .toList();
            List<SlotReference> slots = object.getSlotVariablesList().stream()
                    .map(slot -> new SlotReference(
                            slot.getOriginalVariableNodeId(), slot.getSlotName(), slot.getSlotVariableNodeId()))
                    .toList();
            List<Attribute> attributes = List.of();
            if (object.hasVariable() || object.getSaveableObjectsCount() > 0) {
                Attribute value = Attribute.ofVariable(
                        Integer.toString(nodes.size()), object.getVariable().getName());
                byKey.put(value.key(), object);
                attributes = List.of(value);
            }
            nodes.add(new Node(children, attributes, slots, Optional.empty(), Optional.empty(), ByteString.EMPTY));
        }
        return new ObjectGraph(nodes, ByteString.EMPTY);
    }

    private static Manifest.Expected expected(Named named, SavedVariable variable) throws IOException {
        Optional<String> slotOf = named.role().slot().map(Role.Slot::owner);
        return new Manifest.Expected(
                named.name(),
                type(named.name(), variable),
                Optional.empty(),
                Optional.of(variable.getTrainable()),
                false,
                List.copyOf(named.aliases()),
                slotOf);
    }

    private static TensorType type(String name, SavedVariable variable) throws IOException {
        DType type = DataTypes.graphType(variable.getDtype())
                .orElseThrow(
                        () -> new IOException("\"" + name + "\" has the unknown type number " + variable.getDtype()));
        List<Long> sizes = variable.getShape().getDimList().stream()
                .map(TensorShape.Dim::getSize)
                .toList();
        if (variable.getShape().getUnknownRank() || sizes.stream().anyMatch(size -> size < 0)) {
            throw new IOException("the model does not know the whole shape of \"" + name + "\"");
        }
        if (!TensorType.isCountable(Shape.of(sizes))) {
            throw new IOException("the shape " + sizes + " of \"" + name + "\" has too many elements");
        }
        return new TensorType(type, Shape.of(sizes));
    }
}
