package ckpts.format.tensorflow.object;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * A graph of Python objects, as TensorFlow's {@code TrackableObjectGraph} holds it.
 *
 * <p>Node 0 is the root; a node's number is its place in the list. Edges carry the names of children; there may be
 * several to one node, and cycles. TensorFlow matches objects by edges alone; keys say where the values are. Immutable.
 *
 * @param nodes at least one
 * @param unknown fields of the message that this program does not know, written back unchanged
 */
public record ObjectGraph(List<Node> nodes, ByteString unknown) {
    public static final int ROOT = 0;

    public ObjectGraph {
        nodes = List.copyOf(nodes);
    }

    /**
     * One object.
     *
     * @param children in the order in which TensorFlow visits them
     * @param attributes its stored values: mostly one, a variable's value
     * @param slots for an optimizer: its slot variables and the variables that they belong to
     * @param saver the registered saver that stores the object in files of its own, encoded
     * @param hasValues whether it or something below it has values; absent in old checkpoints
     * @param unknown fields that this program does not know
     */
    public record Node(
            List<Edge> children,
            List<Attribute> attributes,
            List<SlotReference> slots,
            Optional<ByteString> saver,
            Optional<Boolean> hasValues,
            ByteString unknown) {
        public Node {
            children = List.copyOf(children);
            attributes = List.copyOf(attributes);
            slots = List.copyOf(slots);
        }

        /** An object without values of its own. */
        static Node holding(List<Edge> children) {
            return new Node(children, List.of(), List.of(), Optional.empty(), Optional.empty(), ByteString.EMPTY);
        }

        /** The first child of this name: the one that TensorFlow uses. */
        Optional<Edge> child(String name) {
            return children.stream().filter(edge -> edge.name().equals(name)).findFirst();
        }

        /** Whether something is stored for this object itself. */
        boolean isStored() {
            return !attributes.isEmpty() || saver.isPresent();
        }
    }

    /**
     * A named reference from one object to another.
     *
     * @param name as in Python, not escaped
     * @param node the child's number
     */
    public record Edge(String name, int node) {}

    /**
     * A value of an object.
     *
     * @param name {@code VARIABLE_VALUE} for variables
     * @param fullName the variable's name outside the graph, which name-based readers look for; may be empty
     * @param key the key of its tensor in the index; for tables and iterators the prefix of several
     */
    public record Attribute(String name, String fullName, String key) {
        /** The value of the variable at this path, under TensorFlow's own key. */
        public static Attribute ofVariable(String path, String fullName) {
            return new Attribute(TensorName.VALUE, fullName, path + TensorName.ATTRIBUTES + TensorName.VALUE);
        }

        /**
         * The key under which TensorFlow looks for a variable's value: this one up to its first {@code .ATTRIBUTES/},
         * and {@code VARIABLE_VALUE}; empty if there is no such part, and restoring fails.
         */
        Optional<String> lookedFor() {
            String end = TensorName.ATTRIBUTES.substring(1);
            int at = key.indexOf(end);
            return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + end.length()) + TensorName.VALUE);
        }

        /** Whether TensorFlow finds the value again, as far as the key goes. */
        boolean isFound() {
            return lookedFor()
                    .filter(read -> !name.equals(TensorName.VALUE) || read.equals(key))
                    .isPresent();
        }
    }

    /**
     * A variable that an optimizer keeps for another.
     *
     * @param variable number of the node that it belongs to
     * @param name {@code m}, {@code momentum}
     * @param slot number of its node, which mostly is not the child of any other
     */
    public record SlotReference(int variable, String name, int slot) {}

    public Node node(int number) {
        return nodes.get(number);
    }

    public int size() {
        return nodes.size();
    }
}
