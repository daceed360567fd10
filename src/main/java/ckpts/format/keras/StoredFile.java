package ckpts.format.keras;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file as it was opened: all groups and datasets, and what they are to Keras. Immutable.
 *
 * @param nodes parents before their members, in the order of the file, the root first
 * @param weights path of the group with the layers: the root's in a file of weights alone
 * @param layers in the order in which Keras finds them, those of the model itself last
 * @param optimizer what the optimizer keeps, as one more group of weights
 */
record StoredFile(List<Node> nodes, String weights, List<Layer> layers, Optional<Layer> optimizer) {
    static final String ROOT = "";
    static final String MODEL_WEIGHTS = "/model_weights";
    static final String OPTIMIZER_WEIGHTS = "/optimizer_weights";

    /** The group of weights that belong to the model itself, which is not in the list of layers. */
    static final String TOP_LEVEL = "top_level_model_weights";

    StoredFile {
        nodes = List.copyOf(nodes);
        layers = List.copyOf(layers);
    }

    /**
     * A group, or a dataset.
     *
     * @param path from the root, which is empty itself: {@code /dense/kernel:0}
     */
    record Node(String path, List<Attribute> attributes, Optional<Data> data) {
        Node {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * The elements of a dataset.
     *
     * @param values of a weight, in its type; of another dataset, its bytes; empty for variable strings
     * @param texts variable strings
     */
    record Data(Datatype type, Dataspace space, Optional<Tensor> values, List<byte[]> texts) {
        Data {
            texts = List.copyOf(texts);
        }
    }

    /**
     * A layer: a group whose attributes list its weights.
     *
     * @param path of the group
     */
    record Layer(String name, String path, List<Weight> weights) {
        Layer {
            weights = List.copyOf(weights);
        }

        /** Whether these are weights of the model itself. */
        boolean isTopLevel() {
            return name.equals(TOP_LEVEL);
        }
    }

    /**
     * A weight of a layer, or of the optimizer.
     *
     * @param path of the dataset
     */
    record Weight(String path, WeightName name, Tensor tensor) {}

    List<Attribute> rootAttributes() {
        return nodes.get(0).attributes();
    }

    /** Each node by its path. */
    Map<String, Node> byPath() {
        return nodes.stream().collect(Collectors.toMap(Node::path, Function.identity()));
    }

    /** A path as HDF5 takes it, from a group: with a slash before each part, and one only. */
    static String normal(String path) {
        StringBuilder normal = new StringBuilder();
        for (String part : path.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append('/').append(part);
            }
        }
        return normal.toString();
    }
}
