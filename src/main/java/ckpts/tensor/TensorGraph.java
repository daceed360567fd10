package ckpts.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The tensors that others are computed from, as a graph in which a tensor is one node however often it is used. Walked
 * in a loop: how deep it is, a script decides.
 */
public final class TensorGraph {
    private TensorGraph() {}

    /**
     * Lists tensors and all that they lead to, each once, a tensor always after those that it leads to.
     *
     * @param next what a tensor leads to, such as {@link Tensor#inputs} or {@link Tensor#operands}
     */
    public static List<Tensor> of(Iterable<? extends Tensor> roots, Function<Tensor, List<Tensor>> next) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Tensor> order = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        for (Tensor root : roots) {
            enter(root, seen, open, next);
            while (!open.isEmpty()) {
                if (open.peek().rest().hasNext()) {
                    enter(open.peek().rest().next(), seen, open, next);
                } else {
                    order.add(open.pop().tensor());
                }
            }
        }
        return order;
    }

    /** A tensor that is not listed yet, and those it leads to that were not visited. */
    private record Open(Tensor tensor, Iterator<Tensor> rest) {}

    private static void enter(Tensor tensor, Set<Tensor> seen, Deque<Open> open, Function<Tensor, List<Tensor>> next) {
        if (seen.add(tensor)) {
            open.push(new Open(tensor, next.apply(tensor).iterator()));
        }
    }
}
