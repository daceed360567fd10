package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes a tree of {@link Elementwise} tensors a chunk at a time, each node once, whatever hangs on it.
 *
 * <pre>
 *   0.5 * a + 0.5 * b      column 0: 0.5, once for all chunks
 *                          column 1: a      1: 0 * 1
 *                          column 2: b      2: 0 * 2      1: 1 + 2
 * </pre>
 *
 * <p>Nodes that say the same of the same are one. A column is used again as soon as nothing needs its numbers any more,
 * so that the memory depends on how wide the tree is, not on how large. The bytes are those that the nodes would give
 * one by one: every node is rounded to its element type.
 */
final class Formula extends ElementReader {
    /** A few columns of so many doubles fit the second-level cache. */
    private static final int CHUNK = 4096;

    private final DType dtype;
    private final List<Step> steps;
    private final Column result;

    /** Fills one column. */
    private interface Step {
        void run(long first, int count, boolean again) throws IOException;
    }

    /**
     * Something that fills a column.
     *
     * @param tensor whose elements they are
     * @param domain of the column, at least as wide as the tensor's
     * @param inputs nodes before this one; none if the tensor is read
     */
    private record Node(Tensor tensor, Elements.Domain domain, int[] inputs) {
        boolean isRead() {
            return inputs.length == 0;
        }

        /** Whether it turns a column of the tensor's own domain into a wider one. */
        boolean isWidened() {
            return !isRead() && domain != Elements.domain(tensor.type().dtype());
        }
    }

    Formula(Holdings holdings, Elementwise root) throws IOException {
        super(holdings, root.type(), chunk(root.type()));
        this.dtype = root.type().dtype();
        Numbering numbering = new Numbering(root.type().shape());
        numbering.number(root, Elements.domain(dtype));
        Assembly assembly = new Assembly(holdings, root.type(), numbering.nodes);
        this.steps = assembly.steps;
        this.result = assembly.columns[numbering.nodes.size() - 1];
    }

    private static int chunk(TensorType type) {
        return (int) Math.max(1, Math.min(CHUNK, type.shape().elementCount()));
    }

    /** The tensors that are read for one that is computed so. */
    static List<Tensor> leaves(Elementwise root) {
        Numbering numbering = new Numbering(root.type().shape());
        numbering.number(root, Elements.domain(root.type().dtype()));
        return numbering.nodes.stream().filter(Node::isRead).map(Node::tensor).toList();
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
        for (Step step : steps) {
            step.run(first, count, again);
        }
        switch (Elements.domain(dtype)) {
            case WHOLE -> Elements.writeWholes(dtype, result.wholes(), count, out, at);
            case REAL -> Elements.writeReals(dtype, result.reals(), count, out, at);
            case COMPLEX -> Elements.writeReals(dtype, result.reals(), 2 * count, out, at);
        }
    }

    /** Lists the nodes of a tree, inputs before what is made of them, equal ones once. */
    private static final class Numbering {
        private final Shape shape;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Tensor, Map<Elements.Domain, Integer>> byTensor = new IdentityHashMap<>();
        private final Map<List<Object>, Integer> byMeaning = new HashMap<>();

        Numbering(Shape shape) {
            this.shape = shape;
        }

        int number(Tensor tensor, Elements.Domain wanted) {
            Map<Elements.Domain, Integer> known =
                    byTensor.computeIfAbsent(tensor, key -> new EnumMap<>(Elements.Domain.class));
            Integer number = known.get(wanted);
            if (number == null) {
                number = tensor instanceof Elementwise computed
                                && tensor.type().shape().equals(shape)
                        ? computed(computed, wanted)
                        : add(new Node(tensor, wanted, new int[0]));
                known.put(wanted, number);
            }
            return number;
        }

        private int computed(Elementwise tensor, Elements.Domain wanted) {
            Elements.Domain own = Elements.domain(tensor.type().dtype());
            if (own != wanted) {
                return add(new Node(tensor, wanted, new int[] {number(tensor, own)}));
            }
            int[] inputs = new int[tensor.inputs().size()];
            List<Object> meaning = new ArrayList<>(List.of(tensor.operation(), tensor.type()));
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = number(tensor.inputs().get(i), tensor.domain(i));
                meaning.add(inputs[i]);
            }
            Integer same = byMeaning.get(meaning);
            if (same != null) {
                return same;
            }
            byMeaning.put(meaning, nodes.size());
            return add(new Node(tensor, own, inputs));
        }

        private int add(Node node) {
            nodes.add(node);
            return nodes.size() - 1;
        }
    }

    /** Gives every node a column and makes its step. */
    private static final class Assembly {
        private final Holdings holdings;
        private final TensorType type;
        private final int chunk;
        private final List<Node> nodes;
        private final int[] lastUse;
        private final Column[] columns;
        private final List<Step> steps = new ArrayList<>();
        private final Map<Elements.Domain, Deque<Column>> idle = new EnumMap<>(Elements.Domain.class);

        Assembly(Holdings holdings, TensorType type, List<Node> nodes) throws IOException {
            this.holdings = holdings;
            this.type = type;
            this.chunk = chunk(type);
            this.nodes = nodes;
            this.columns = new Column[nodes.size()];
            this.lastUse = new int[nodes.size()];
            for (int i = 0; i < nodes.size(); i++) {
                for (int input : nodes.get(i).inputs()) {
                    lastUse[input] = i;
                }
            }
            for (int i = 0; i < nodes.size(); i++) {
                steps.add(step(i));
            }
        }

        private Step step(int number) throws IOException {
            Node node = nodes.get(number);
            if (node.isRead()) {
                return isOne(node.tensor()) ? once(number) : reading(number);
            }
            Column[] inputs = Arrays.stream(node.inputs())
                    .mapToObj(input -> columns[input])
                    .toArray(Column[]::new);
            Arrays.stream(node.inputs()).distinct().forEach(input -> release(input, number));
            Column out = take(number);
            DType dtype = node.tensor().type().dtype();
            if (node.isWidened()) {
                return (first, count, again) -> widen(dtype, node.domain(), inputs[0], out, count);
            }
            Elementwise computed = (Elementwise) node.tensor();
            Elementwise.Kernel kernel = computed.kernel(holdings, chunk);
            if (computed.isExact()) {
                return (first, count, again) -> kernel.apply(inputs, out, count, again);
            }
            return (first, count, again) -> {
                kernel.apply(inputs, out, count, again);
                round(dtype, out, count);
            };
        }

        private boolean isOne(Tensor tensor) {
            return tensor.type().shape().elementCount() == 1 && type.shape().elementCount() != 1;
        }

        private Step reading(int number) throws IOException {
            Node node = nodes.get(number);
            NumberReader reader = new NumberReader(holdings, Broadcast.of(node.tensor(), type.shape()), chunk);
            Column out = take(number);
            return (first, count, again) -> read(reader, node.domain(), out, first, count);
        }

        /** A single number stays in a column of its own. */
        private Step once(int number) throws IOException {
            Node node = nodes.get(number);
            NumberReader reader = new NumberReader(holdings, node.tensor(), 1);
            Column out = Column.of(holdings, node.domain(), chunk);
            columns[number] = out;
            lastUse[number] = Integer.MAX_VALUE;
            return new Step() {
                private boolean known;

                @Override
                public void run(long first, int count, boolean again) throws IOException {
                    if (!known) {
                        read(reader, node.domain(), out, 0, 1);
                        repeat(out, node.domain());
                        known = true;
                    }
                }
            };
        }

        private static void repeat(Column column, Elements.Domain domain) {
            if (domain == Elements.Domain.WHOLE) {
                Arrays.fill(column.wholes(), column.wholes()[0]);
                return;
            }
            int period = domain == Elements.Domain.REAL ? 1 : 2;
            double[] reals = column.reals();
            for (int i = period; i < reals.length; i++) {
                reals[i] = reals[i - period];
            }
        }

        private Column take(int number) {
            Column waiting = idle(nodes.get(number).domain()).poll();
            columns[number] = waiting != null
                    ? waiting
                    : Column.of(holdings, nodes.get(number).domain(), chunk);
            return columns[number];
        }

        private void release(int input, int user) {
            if (lastUse[input] == user) {
                idle(nodes.get(input).domain()).push(columns[input]);
            }
        }

        private Deque<Column> idle(Elements.Domain domain) {
            return idle.computeIfAbsent(domain, key -> new ArrayDeque<>());
        }
    }

    private static void read(NumberReader reader, Elements.Domain domain, Column out, long first, int count)
            throws IOException {
        switch (domain) {
            case WHOLE -> reader.wholes(first, count, out.wholes());
            case REAL -> reader.reals(first, count, out.reals());
            case COMPLEX -> reader.pairs(first, count, out.reals());
        }
    }

    private static void widen(DType from, Elements.Domain to, Column in, Column out, int count) {
        boolean whole = Elements.domain(from) == Elements.Domain.WHOLE;
        if (whole) {
            Elements.toDoubles(from, in.wholes(), out.reals(), count);
        }
        if (to == Elements.Domain.COMPLEX) {
            Elements.toPairs(whole ? out.reals() : in.reals(), out.reals(), count);
        }
    }

    private static void round(DType dtype, Column column, int count) {
        switch (Elements.domain(dtype)) {
            case WHOLE -> Elements.wrap(dtype, column.wholes(), count);
            case REAL -> Elements.round(dtype, column.reals(), count);
            case COMPLEX -> Elements.round(dtype, column.reals(), 2 * count);
        }
    }
}
