package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Object graphs as text, right or wrong ones, one line a node in the order of their numbers:
 *
 * <pre>
 *   net=1 save_counter=2          edges: name=number
 *   @net/w                        a variable under the key net/w/.ATTRIBUTES/VARIABLE_VALUE
 *   @net/w:old/name               with a full name
 *   iter=3 slot:4:m:5             an optimizer that keeps node 5 as m for node 4
 *   table=2 @table#table          another attribute than VARIABLE_VALUE
 * </pre>
 *
 * A node without anything is a {@code -}. {@code @@k} is a variable under the very key k, and {@code @@k#table} another
 * attribute there; {@code saver} is something that a registered saver stores; {@code values} and {@code none} are marks
 * that there are values below, and that there are none.
 */
public final class Graphs {
    private Graphs() {}

    public static ObjectGraph of(String... lines) {
        List<Node> nodes = new ArrayList<>();
        for (String line : lines) {
            nodes.add(node(line));
        }
        return new ObjectGraph(nodes, ByteString.EMPTY);
    }

    private static Node node(String line) {
        List<Edge> children = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        List<SlotReference> slots = new ArrayList<>();
        Optional<ByteString> saver = Optional.empty();
        Optional<Boolean> hasValues = Optional.of(true);
        for (String word : line.trim().split(" +")) {
            if (word.equals("saver")) {
                saver = Optional.of(ByteString.EMPTY);
            } else if (word.equals("values") || word.equals("none")) {
                hasValues = Optional.of(word.equals("values"));
            } else if (word.startsWith("@")) {
                attributes.add(attribute(word.substring(1)));
            } else if (word.startsWith("slot:")) {
                String[] parts = word.split(":");
                slots.add(new SlotReference(Integer.parseInt(parts[1]), parts[2], Integer.parseInt(parts[3])));
            } else if (!word.equals("-")) {
                int equals = word.lastIndexOf('=');
                children.add(new Edge(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1))));
            }
        }
        return new Node(children, attributes, slots, saver, hasValues, ByteString.EMPTY);
    }

    /** The key of the variable at this path. */
    public static String key(String path) {
        return path + TensorName.ATTRIBUTES + TensorName.VALUE;
    }

    private static Attribute attribute(String text) {
        if (text.startsWith("@")) {
            String[] parts = text.substring(1).split("#", -1);
            return new Attribute(parts.length == 1 ? TensorName.VALUE : parts[1], "", parts[0]);
        }
        int full = text.indexOf(':');
        String place = full < 0 ? text : text.substring(0, full);
        int hash = place.indexOf('#');
        String name = hash < 0 ? TensorName.VALUE : place.substring(hash + 1);
        String key = (hash < 0 ? place : place.substring(0, hash)) + TensorName.ATTRIBUTES + name;
        return new Attribute(name, full < 0 ? "" : text.substring(full + 1), key);
    }

    /** As {@link #of} takes it, without full names. */
    static List<String> lines(ObjectGraph graph) {
        return graph.nodes().stream().map(node -> line(node, false)).toList();
    }

    static List<String> linesWithFullNames(ObjectGraph graph) {
        return graph.nodes().stream().map(node -> line(node, true)).toList();
    }

    private static String line(Node node, boolean fullNames) {
        List<String> words = new ArrayList<>();
        node.children().forEach(edge -> words.add(edge.name() + "=" + edge.node()));
        for (Attribute attribute : node.attributes()) {
            String tail = TensorName.ATTRIBUTES + attribute.name();
            String path = attribute.key().substring(0, attribute.key().length() - tail.length());
            String name = attribute.name().equals(TensorName.VALUE) ? "" : "#" + attribute.name();
            words.add("@" + path + name + (fullNames ? ":" + attribute.fullName() : ""));
        }
        node.slots().forEach(slot -> words.add("slot:" + slot.variable() + ":" + slot.name() + ":" + slot.slot()));
        return words.isEmpty() ? "-" : words.stream().collect(Collectors.joining(" "));
    }

    /** The names in a graph whose every key has a tensor. */
    static ObjectNames names(ObjectGraph graph) {
        TreeSet<String> keys = new TreeSet<>();
        graph.nodes().forEach(node -> node.attributes().forEach(attribute -> keys.add(attribute.key())));
        try {
            return ObjectNames.of(graph, keys);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
