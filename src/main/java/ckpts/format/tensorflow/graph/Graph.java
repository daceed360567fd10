package ckpts.format.tensorflow.graph;

import ckpts.format.tensorflow.graph.GraphVariables.GraphException;
import ckpts.format.tensorflow.proto.AttrValue;
import ckpts.format.tensorflow.proto.GraphDef;
import ckpts.format.tensorflow.proto.NodeDef;
import ckpts.format.tensorflow.proto.TensorConstant;
import ckpts.naming.Names;
import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of a graph, as far as restoring goes:
 *
 * <pre>
 *   tensor_names ----+
 *   shape_and_slices +--> RestoreV2 --(output i)--> Identity, Reshape --> Assign, AssignVariableOp <-- variable
 *                                                                                   |
 *   save/restore_all  <--(control, over restore_shard where there are several)------+
 * </pre>
 *
 * <p>Old graphs have one RestoreSlice per tensor instead of RestoreV2.
 */
final class Graph {
    private static final Set<String> ASSIGNMENTS = Set.of("Assign", "AssignVariableOp");
    private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");
    private static final int LONGEST_CHAIN = 64;

    private final Map<String, NodeDef> nodes = new HashMap<>();

    /**
     * One tensor that a saver restores.
     *
     * @param key its name in a checkpoint
     * @param slice the part of it that the operation requests; empty for all of it
     * @param type the number of its element type
     * @param variable the variable that gets it, if found
     */
    record Restored(String key, String slice, int type, Optional<NodeDef> variable) {}

    /** An output of an operation, written {@code node:output} or {@code node}. */
    private record Output(String node, int index) {
        static Output parse(String input) {
            int colon = input.lastIndexOf(':');
            if (colon < 0 || !input.substring(colon + 1).matches("\\d{1,9}")) {
                return new Output(input, 0);
            }
            return new Output(input.substring(0, colon), Integer.parseInt(input.substring(colon + 1)));
        }
    }

    Graph(GraphDef graph) {
        graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    }

    /** The node of a tensor's name: {@code w:0} is output 0 of {@code w}. */
    static String node(String tensor) {
        return Output.parse(tensor).node();
    }

    Optional<NodeDef> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /**
     * The tensors that an operation restores when it is run.
     *
     * @throws GraphException if the graph lacks it, or names are not constants
     */
    List<Restored> restoredBy(String operation) throws GraphException {
        if (find(operation).isEmpty()) {
            throw new GraphException("its saver's operation \"" + operation + "\" is not in the graph");
        }
        Map<Output, NodeDef> targets = new HashMap<>();
        List<NodeDef> restores = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(operation));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Optional<NodeDef> node = find(open.remove());
            if (node.isEmpty()) {
                continue;
            }
            if (isRestore(node.get())) {
                restores.add(node.get());
                continue;
            }
            addTarget(targets, node.get());
            for (String input : node.get().getInputList()) {
                String name = node(input.startsWith("^") ? input.substring(1) : input);
                if (seen.add(name)) {
                    open.add(name);
                }
            }
        }
        List<Restored> restored = new ArrayList<>();
        for (NodeDef restore : restores) {
            addAll(restored, restore, targets);
        }
        return restored;
    }

    private void addTarget(Map<Output, NodeDef> targets, NodeDef node) {
        if (ASSIGNMENTS.contains(node.getOp()) && node.getInputCount() >= 2) {
            variable(node.getInput(0)).ifPresent(variable -> targets.put(source(node.getInput(1)), variable));
        }
    }

    private static boolean isRestore(NodeDef node) {
        return node.getOp().equals("RestoreV2")
                || node.getOp().equals("RestoreSlice")
                || node.getOp().equals("Restore");
    }

    /** The variable at the end of a chain of operations that pass it through. */
    private Optional<NodeDef> variable(String input) {
        Optional<NodeDef> node = find(source(input).node());
        return node.filter(found -> VARIABLES.contains(found.getOp()));
    }

    /** The source of a value, through operations that at most change its shape. */
    private Output source(String input) {
        Output output = Output.parse(input);
        for (int steps = 0; steps < LONGEST_CHAIN; steps++) {
            NodeDef node = nodes.get(output.node());
            boolean passes = node != null
                    && (node.getOp().equals("Identity") || node.getOp().equals("Reshape"))
                    && node.getInputCount() > 0;
            if (!passes) {
                break;
            }
            output = Output.parse(node.getInput(0));
        }
        return output;
    }

    private void addAll(List<Restored> restored, NodeDef restore, Map<Output, NodeDef> targets) throws GraphException {
        List<Integer> types = restore.getOp().equals("RestoreV2")
                ? attribute(restore, "dtypes").getList().getTypeList()
                : List.of(attribute(restore, "dt").getType());
        List<String> keys = strings(restore, 1, types.size());
        List<String> slices = restore.getOp().equals("Restore") ? List.of("") : strings(restore, 2, types.size());
        for (int i = 0; i < keys.size(); i++) {
            restored.add(new Restored(
                    keys.get(i),
                    slices.get(i),
                    types.get(i),
                    Optional.ofNullable(targets.get(new Output(restore.getName(), i)))));
        }
    }

    private static AttrValue attribute(NodeDef node, String name) {
        return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
    }

    /** An input that is a constant with this many strings. */
    private List<String> strings(NodeDef node, int input, int expected) throws GraphException {
        Optional<NodeDef> constant = node.getInputCount() > input
                ? find(source(node.getInput(input)).node())
                        .filter(found -> found.getOp().equals("Const"))
                : Optional.empty();
        if (constant.isEmpty()) {
            throw new GraphException("input " + input + " of \"" + node.getName()
                    + "\" is not a constant: what it restores is only known when the graph runs");
        }
        TensorConstant value = attribute(constant.get(), "value").getTensor();
        List<ByteString> stored = value.getStringValList();
        boolean sized = value.getTensorShape().getDimCount() == 0
                ? expected == 1
                : value.getTensorShape().getDimCount() == 1
                        && value.getTensorShape().getDim(0).getSize() == expected;
        if (!sized || stored.size() > expected || stored.isEmpty() && expected > 0) {
            throw new GraphException("\"" + node.getName() + "\" restores " + expected + " tensors, its constant \""
                    + constant.get().getName() + "\" is not a list of that many strings");
        }
        List<String> strings = new ArrayList<>(expected);
        for (int i = 0; i < expected; i++) {
            // Equal strings at the end of a constant are stored once.
            strings.add(Names.decode(stored.get(Math.min(i, stored.size() - 1)).toByteArray()));
        }
        return strings;
    }
}
