package ckpts.engine;

import ckpts.tensor.Demand;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The choice, among tensors that others are computed from, of those that are computed once and held and those that
 * every reader computes again: so that cost grows with the number of tensors, not with that of the ways through them,
 * and readers nest no deeper than a bound, however long a chain is.
 *
 * <pre>
 *   b1 = concat(b0, b0)[0:3] + b0          b0 is computed 3 times for b1, 9 times for b2, 27 times for b3 ...
 *   b2 = concat(b1, b1)[0:3] + b1          so that one in two of them is held
 * </pre>
 *
 * <p>Files are read as often as readers want: a stored tensor is held there already, and so are views of it.
 */
final class Sharing {
    /** Computing a tensor this often costs no more than holding it. */
    private static final double MOST_TIMES = 8;

    /** Readers that are open at one time for a tensor with several users. */
    private static final int MOST_READERS = 64;

    /** Levels of nested readers: one for each step in one loop, {@link #NESTED} for each reader in another. */
    private static final int MOST_LEVELS = 256;

    private static final int FEWEST_LEVELS = 64;
    private static final int NESTED = 8;

    /** With less of a share than this for each level, there are fewer of them. */
    private static final int SHARE_OF_LEVEL = 1 << 12;

    private final Terms terms;
    private final int mostLevels;
    /** The tensors, each after those that it reads. */
    private final List<Tensor> order;

    private final Map<Tensor, Node> nodes = new IdentityHashMap<>();
    private final Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The facts about a tensor. */
    private static final class Node {
        private final boolean cheap;
        private int levels;
        private int readers = 1;
        /** The number of its readers. */
        private int users;
        /** The number of times it is computed, by readers that do not compute it in a loop of their own. */
        private double times;
        /** The tensor in whose loop it is computed, if {@link #apart} does not say otherwise; empty if in none. */
        private Optional<Tensor> loop = Optional.empty();

        /** Whether more than one loop computes it, or another reader: it begins one of its own wherever it is. */
        private boolean apart;

        Node(boolean cheap) {
            this.cheap = cheap;
        }
    }

    private Sharing(Collection<Tensor> roots, long share) {
        this.terms = new Terms(share, held);
        this.mostLevels = (int) Math.max(FEWEST_LEVELS, Math.min(MOST_LEVELS, share / SHARE_OF_LEVEL));
        this.order = TensorGraph.of(roots, Tensor::operands);
        order.forEach(tensor -> nodes.put(tensor, new Node(isCheap(tensor))));
        order.forEach(tensor -> tensor.operands().forEach(read -> nodes.get(read).users++));
        order.forEach(this::bound);
        for (Tensor root : roots) {
            nodes.get(root).times++;
            nodes.get(root).apart = true;
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            count(order.get(i));
        }
    }

    /**
     * The tensors that are held to compute others.
     *
     * @param roots all that are computed; one that is computed twice is given twice
     * @param share as {@link ckpts.tensor.Scratch#share} of the readers' working memory
     */
    static Sharing of(Collection<Tensor> roots, long share) {
        return new Sharing(
                roots.stream().filter(root -> !root.operands().isEmpty()).toList(), share);
    }

    private boolean isCheap(Tensor tensor) {
        return tensor.operands().isEmpty()
                || tensor.isView() && tensor.operands().stream().allMatch(read -> nodes.get(read).cheap);
    }

    /** Holds a tensor whose readers would nest too deep, or be too many for more than one user. */
    private void bound(Tensor tensor) {
        Node node = nodes.get(tensor);
        for (Tensor read : tensor.operands()) {
            if (!held.contains(read)) {
                Node other = nodes.get(read);
                boolean fused = tensor.fuses(read);
                node.levels = Math.max(node.levels, other.levels + (fused ? 1 : NESTED));
                node.readers = fused
                        ? Math.max(node.readers, other.readers)
                        : Math.min(MOST_READERS, node.readers + other.readers);
            }
        }
        if (node.levels > mostLevels || node.users > 1 && node.readers >= MOST_READERS) {
            held.add(tensor);
        }
    }

    /** Holds a tensor that would be computed too often, and passes its count on to those that it reads. */
    private void count(Tensor tensor) {
        Node node = nodes.get(tensor);
        if (node.times > MOST_TIMES && !node.cheap) {
            held.add(tensor);
        }
        boolean once = held.contains(tensor) || tensor.isKept();
        double times = once ? Math.min(1, node.times) : node.times;
        Tensor loop = once || node.apart ? tensor : node.loop.orElse(tensor);
        List<Double> parts = parts(tensor);
        for (int i = 0; i < tensor.operands().size(); i++) {
            Tensor read = tensor.operands().get(i);
            Node other = nodes.get(read);
            boolean fused = tensor.fuses(read);
            boolean again = fused && other.loop.equals(Optional.of(loop));
            if (!again) {
                other.apart |= !fused || other.loop.isPresent();
                other.loop = fused ? other.loop.or(() -> Optional.of(loop)) : other.loop;
                other.times += times * parts.get(i);
            }
        }
    }

    /** The number of times that a tensor reads all of each of its inputs. */
    private List<Double> parts(Tensor tensor) {
        List<Tensor> reads = tensor.operands();
        List<Double> parts = new ArrayList<>(Collections.nCopies(reads.size(), 1.0));
        // Elementwise tensors read all of each, once for a whole loop of them.
        if (!tensor.fuses(tensor) && reads.stream().anyMatch(read -> !nodes.get(read).cheap)) {
            List<Demand> demands = tensor.demands(terms);
            for (int i = 0; i < reads.size() && demands.size() == reads.size(); i++) {
                if (demands.get(i).tensor() == reads.get(i) && demands.get(i).bytes() > 0) {
                    parts.set(i, (double) demands.get(i).bytes() / reads.get(i).byteSize());
                }
            }
        }
        return parts;
    }

    /** The held tensors, each after those that it is computed from. */
    List<Tensor> held() {
        return order.stream().filter(held::contains).toList();
    }

    /** The held tensors that must be computed before a tensor can be read. */
    List<Tensor> needed(Tensor tensor) {
        return held.contains(tensor) ? List.of(tensor) : sources(tensor);
    }

    /** The terms for readers of the others. */
    Terms terms() {
        return terms;
    }

    /** The held tensors that computing a tensor reads, each once. */
    List<Tensor> sources(Tensor tensor) {
        if (held.isEmpty()) {
            return List.of();
        }
        return TensorGraph.of(tensor.operands(), next -> held.contains(next) ? List.of() : next.operands()).stream()
                .filter(held::contains)
                .toList();
    }
}
