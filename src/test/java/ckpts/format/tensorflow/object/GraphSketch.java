package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Edge;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Object graphs in a few words, one line for each node, right or wrong.
 *
 * <pre>
 * net->1 opt->2        node 0 holds node 1 as `net`
 * w->3                 node 1
 * slot:m:3:4           node 2 keeps node 4 as `m` for node 3
 * =net/w               node 3 is a variable under the key net/w/.ATTRIBUTES/VARIABLE_VALUE
 * =net/w/slot          node 4; `==k` is a variable under the key k, `table==k` another kind of value,
 *                      `saver` something that a registered saver stores,
 *                      `+` and `-` are marks that there are values below, and that there are none
 * </pre>
 */
public final class GraphSketch {
    private GraphSketch() {}

    public static ObjectGraph of(String... lines) {
        List<Node> nodes = new ArrayList<>();
        for (String line : lines) {
            nodes.add(node(line));
        }
        return new ObjectGraph(nodes, ByteString.EMPTY);
    }

    /** The key of the variable at this path. */
    public static String key(String path) {
        return path + "/.ATTRIBUTES/VARIABLE_VALUE";
    }

    private static Node node(String line) {
        List<Edge> children = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        List<SlotReference> slots = new ArrayList<>();
        Optional<ByteString> saver = Optional.empty();
        Optional<Boolean> hasValues = Optional.empty();
        for (String word : line.isBlank() ? new String[0] : line.strip().split(" +")) {
            if (word.contains("->")) {
                String[] edge = word.split("->", -1);
                children.add(new Edge(edge[0], Integer.parseInt(edge[1])));
            } else if (word.startsWith("slot:")) {
                String[] slot = word.split(":", -1);
                slots.add(new SlotReference(Integer.parseInt(slot[2]), slot[1], Integer.parseInt(slot[3])));
            } else if (word.equals("saver")) {
                saver = Optional.of(ByteString.EMPTY);
            } else if (word.equals("+") || word.equals("-")) {
                hasValues = Optional.of(word.equals("+"));
            } else if (word.contains("==")) {
                String[] attribute = word.split("==", -1);
                String name = attribute[0].isEmpty() ? "VARIABLE_VALUE" : attribute[0];
                attributes.add(new Attribute(name, "", attribute[1]));
            } else {
                attributes.add(new Attribute("VARIABLE_VALUE", "", key(word.substring(1))));
            }
        }
        return new Node(children, attributes, slots, saver, hasValues, ByteString.EMPTY);
    }
}
