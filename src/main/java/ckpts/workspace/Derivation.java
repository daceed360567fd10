package ckpts.workspace;

import ckpts.tensor.DType;
import ckpts.tensor.Origin;
import ckpts.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said of a tensor from the expression it is, without reading anything. */
final class Derivation {
    private static final int DEPTH_SHOWN = 6;
    private static final int INPUTS_SHOWN = 4;

    private Derivation() {}

    /** On one line: {@code transpose by [1, 0] of cast to float16 of "dense/kernel"}. */
    static String text(Tensor tensor) {
        return text(tensor, DEPTH_SHOWN);
    }

    private static String text(Tensor tensor, int depth) {
        List<Tensor> inputs = tensor.inputs();
        if (inputs.isEmpty()) {
            return tensor.origin()
                    .map(Origin::name)
                    .map(name -> "\"" + name + "\"")
                    .orElseGet(tensor::describe);
        }
        if (depth == 0) {
            return "...";
        }
        if (inputs.size() == 1) {
            return tensor.describe() + " of " + text(inputs.get(0), depth - 1);
        }
        String shown = inputs.stream()
                .limit(INPUTS_SHOWN)
                .map(input -> text(input, depth - 1))
                .collect(Collectors.joining(", "));
        int more = inputs.size() - INPUTS_SHOWN;
        return tensor.describe() + " of (" + shown + (more > 0 ? ", ... " + more + " more" : "") + ")";
    }

    /** Every cast within the expression that cannot keep all values. */
    static List<String> losses(Tensor tensor) {
        List<String> losses = new ArrayList<>();
        for (Tensor node : nodes(List.of(tensor))) {
            if (node.inputs().size() == 1) {
                DType from = node.inputs().get(0).type().dtype();
                DType to = node.type().dtype();
                if (from.isNumeric() && to.isNumeric() && !ValueRange.of(to).holds(ValueRange.of(from))) {
                    losses.add(node.describe() + " from " + from);
                }
            }
        }
        return losses;
    }

    /** The tensors and all that they are computed from, each once. */
    static List<Tensor> nodes(Iterable<? extends Tensor> roots) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Tensor> nodes = new ArrayList<>();
        Deque<Tensor> open = new ArrayDeque<>();
        roots.forEach(open::add);
        while (!open.isEmpty()) {
            Tensor next = open.removeFirst();
            if (seen.add(next)) {
                nodes.add(next);
                open.addAll(next.inputs());
            }
        }
        return nodes;
    }

    /** Whether tensors are computed from files, for many of them: what was learnt of one serves the next. */
    static final class Sources {
        private final Set<Tensor> withoutFile = Collections.newSetFromMap(new IdentityHashMap<>());

        boolean hasFile(Tensor tensor) {
            Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            Deque<Tensor> open = new ArrayDeque<>(List.of(tensor));
            while (!open.isEmpty()) {
                Tensor next = open.removeLast();
                if (next.origin().isPresent()) {
                    return true;
                }
                if (!withoutFile.contains(next) && seen.add(next)) {
                    open.addAll(next.inputs());
                }
            }
            withoutFile.addAll(seen);
            return false;
        }
    }
}
