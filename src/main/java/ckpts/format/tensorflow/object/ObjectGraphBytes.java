package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.format.tensorflow.wire.ProtoFields;
import ckpts.naming.Names;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The encoded message {@code TrackableObjectGraph}, read and written.
 *
 * <pre>
 *   1 nodes*    1 children*        1 node_id  2 local_name
 *               2 attributes*      1 name     2 full_name     3 checkpoint_key
 *               3 slot_variables*  1 original_variable_node_id  2 slot_name  3 slot_variable_node_id
 *               4 registered_saver
 *               5 has_checkpoint_values  1 value
 * </pre>
 *
 * Fields ascend and defaults are left out, which gives TensorFlow's own bytes.
 */
public final class ObjectGraphBytes {
    /** A part takes at least two bytes, and thirty times that in memory. Large models have about ten thousand. */
    private static final int MOST_PARTS = 1 << 22;

    private int parts;

    private ObjectGraphBytes() {}

    /**
     * Reads a graph.
     *
     * @throws IOException if the bytes are not such a message, an edge or a slot names a missing node, or there are too
     *     many parts; the message is a phrase
     */
    public static ObjectGraph parse(byte[] bytes) throws IOException {
        try {
            return checked(new ObjectGraphBytes().graph(new ProtoFields(bytes)));
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("the object graph is not a readable message: " + e.getMessage(), e);
        }
    }

    private ObjectGraph graph(ProtoFields in) throws IOException {
        List<Node> nodes = new ArrayList<>();
        while (in.next()) {
            count();
            if (in.is(1, ProtoBytes.BYTES)) {
                nodes.add(node(new ProtoFields(in.bytes())));
            } else {
                in.keep();
            }
        }
        return new ObjectGraph(nodes, in.unknown());
    }

    private void count() throws IOException {
        parts++;
        if (parts > MOST_PARTS) {
            throw new IOException("the object graph has more than " + MOST_PARTS
                    + " objects, edges, values and slots, the limit of this reader");
        }
    }

    private Node node(ProtoFields in) throws IOException {
        List<Edge> children = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        List<SlotReference> slots = new ArrayList<>();
        Optional<ByteString> saver = Optional.empty();
        Optional<Boolean> hasValues = Optional.empty();
        while (in.next()) {
            count();
            if (in.is(1, ProtoBytes.BYTES)) {
                children.add(edge(new ProtoFields(in.bytes())));
            } else if (in.is(2, ProtoBytes.BYTES)) {
                attributes.add(attribute(new ProtoFields(in.bytes())));
            } else if (in.is(3, ProtoBytes.BYTES)) {
                slots.add(slot(new ProtoFields(in.bytes())));
            } else if (in.is(4, ProtoBytes.BYTES)) {
                // Messages that appear several times are merged.
                saver = Optional.of(saver.orElse(ByteString.EMPTY).concat(ByteString.copyFrom(in.bytes())));
            } else if (in.is(5, ProtoBytes.BYTES)) {
                hasValues = Optional.of(value(new ProtoFields(in.bytes()), hasValues.orElse(false)));
            } else {
                in.keep();
            }
        }
        return new Node(children, attributes, slots, saver, hasValues, in.unknown());
    }

    private static Edge edge(ProtoFields in) throws IOException {
        int node = 0;
        String name = "";
        while (in.next()) {
            if (in.is(1, ProtoBytes.VARINT)) {
                node = in.smallNumber();
            } else if (in.is(2, ProtoBytes.BYTES)) {
                name = Names.decode(in.bytes());
            } else {
                in.keep();
            }
        }
        return new Edge(name, node);
    }

    private static Attribute attribute(ProtoFields in) throws IOException {
        String[] strings = {"", "", ""};
        while (in.next()) {
            boolean known = false;
            for (int field = 1; field <= strings.length && !known; field++) {
                if (in.is(field, ProtoBytes.BYTES)) {
                    strings[field - 1] = Names.decode(in.bytes());
                    known = true;
                }
            }
            if (!known) {
                in.keep();
            }
        }
        return new Attribute(strings[0], strings[1], strings[2]);
    }

    private static SlotReference slot(ProtoFields in) throws IOException {
        int variable = 0;
        String name = "";
        int slot = 0;
        while (in.next()) {
            if (in.is(1, ProtoBytes.VARINT)) {
                variable = in.smallNumber();
            } else if (in.is(2, ProtoBytes.BYTES)) {
                name = Names.decode(in.bytes());
            } else if (in.is(3, ProtoBytes.VARINT)) {
                slot = in.smallNumber();
            } else {
                in.keep();
            }
        }
        return new SlotReference(variable, name, slot);
    }

    private static boolean value(ProtoFields in, boolean before) throws IOException {
        boolean value = before;
        while (in.next()) {
            if (in.is(1, ProtoBytes.VARINT)) {
                value = in.number() != 0;
            } else {
                in.keep();
            }
        }
        return value;
    }

    /**
     * The same graph, if it has a root, and every edge and every slot names a node.
     *
     * @throws IOException if not; the message is a phrase that says what is wrong
     */
    public static ObjectGraph checked(ObjectGraph graph) throws IOException {
        if (graph.nodes().isEmpty()) {
            throw new IOException("the object graph has no nodes: node 0 is the root");
        }
        for (int number = 0; number < graph.size(); number++) {
            Node node = graph.node(number);
            for (Edge edge : node.children()) {
                require(graph, edge.node(), "child \"" + edge.name() + "\" of node " + number);
            }
            for (SlotReference slot : node.slots()) {
                String what = "slot \"" + slot.name() + "\" of the optimizer in node " + number;
                require(graph, slot.variable(), "the variable of " + what);
                require(graph, slot.slot(), what);
            }
        }
        return graph;
    }

    private static void require(ObjectGraph graph, int number, String what) throws IOException {
        if (number < 0 || number >= graph.size()) {
            throw new IOException(
                    what + " should be node " + number + ", but the object graph has " + graph.size() + " nodes");
        }
    }

    /** The message. */
    public static ByteString encoded(ObjectGraph graph) {
        ProtoBytes out = new ProtoBytes();
        graph.nodes().forEach(node -> out.message(1, encoded(node)));
        return out.raw(graph.unknown()).done();
    }

    private static ByteString encoded(Node node) {
        ProtoBytes out = new ProtoBytes();
        for (Edge edge : node.children()) {
            out.message(
                    1,
                    text(new ProtoBytes().number(1, edge.node()), 2, edge.name())
                            .done());
        }
        for (Attribute attribute : node.attributes()) {
            ProtoBytes message = text(new ProtoBytes(), 1, attribute.name());
            out.message(
                    2,
                    text(text(message, 2, attribute.fullName()), 3, attribute.key())
                            .done());
        }
        for (SlotReference slot : node.slots()) {
            ProtoBytes message = text(new ProtoBytes().number(1, slot.variable()), 2, slot.name());
            out.message(3, message.number(3, slot.slot()).done());
        }
        node.saver().ifPresent(saver -> out.message(4, saver));
        node.hasValues()
                .ifPresent(has ->
                        out.message(5, new ProtoBytes().number(1, has ? 1 : 0).done()));
        return out.raw(node.unknown()).done();
    }

    private static ProtoBytes text(ProtoBytes out, int field, String text) {
        return text.isEmpty() ? out : out.message(field, ByteString.copyFrom(Names.encode(text)));
    }
}
