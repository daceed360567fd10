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
    /** Fewer would be faster to compute, and slower to read: each read of a file costs the same beside its bytes. */
    private static final int MOST = 1 << 14;

    private static final int LEAST = 1 << 8;
    /** So many columns of doubles take a reader's share of the memory. */
    private static final int COLUMNS = 16;

    private final DType dtype;
    private final List<Step> steps;
    private final Form form;
    private final Column result;

    /** Fills one column. */
    private interface Step {
        void run(long first, int count, boolean again) throws IOException;
    }

    /**
     * Something that fills a column.
     *
     * @param tensor whose elements they are
     * @param form of the column
     * @param inputs nodes before this one
     */
    private record Node(Kind kind, Tensor tensor, Form form, int[] inputs) {}

    private enum Kind {
        /** From a tensor that is not elementwise, or of another shape. */
        READ,
        COMPUTED,
        /** From a column of the same tensor in another form. */
        CONVERTED
    }

    Formula(Holdings holdings, Elementwise root) throws IOException {
        this(holdings, root, chunk(root.type(), holdings.scratch().share()));
    }

    private Formula(Holdings holdings, Elementwise root, int chunk) throws IOException {
        super(holdings, root.type(), chunk);
        this.dtype = root.type().dtype();
        Numbering numbering = new Numbering(root.type().shape());
        numbering.number(root, root.form());
        Assembly assembly = new Assembly(holdings, root.type(), chunk, numbering.nodes);
        this.steps = assembly.steps;
        this.form = root.form();
        this.result = assembly.columns[numbering.nodes.size() - 1];
    }

    private static int chunk(TensorType type, long share) {
        long fitting = Math.max(LEAST, Math.min(MOST, share / COLUMNS / Double.BYTES));
        return (int) Math.max(1, Math.min(fitting, type.shape().elementCount()));
    }

    /** The tensors that are read for one that is computed so. */
    static List<Tensor> leaves(Elementwise root) {
        Numbering numbering = new Numbering(root.type().shape());
        numbering.number(root, root.form());
        return numbering.nodes.stream()
                .filter(node -> node.kind() == Kind.READ)
                .map(Node::tensor)
                .toList();
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
        for (Step step : steps) {
            step.run(first, count, again);
        }
        switch (form) {
            case WHOLES -> Elements.writeWholes(dtype, result.wholes(), count, out, at);
            case SINGLES -> Elements.writeSingles(result.singles(), count, out, at);
            case REALS -> Elements.writeReals(dtype, result.reals(), count, out, at);
            case PAIRS -> Elements.writeReals(dtype, result.reals(), 2 * count, out, at);
        }
    }

    /** Lists the nodes of a tree, inputs before what is made of them, equal ones once. */
    private static final class Numbering {
        private final Shape shape;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Tensor, Map<Form, Integer>> byTensor = new IdentityHashMap<>();
        private final Map<List<Object>, Integer> byMeaning = new HashMap<>();

        Numbering(Shape shape) {
            this.shape = shape;
        }

        int number(Tensor tensor, Form wanted) {
            Map<Form, Integer> known = byTensor.computeIfAbsent(tensor, key -> new EnumMap<>(Form.class));
            Integer number = known.get(wanted);
            if (number == null) {
                number = tensor instanceof Elementwise computed
                                && tensor.type().shape().equals(shape)
                        ? computed(computed, wanted)
                        : read(tensor, wanted);
                known.put(wanted, number);
            }
            return number;
        }

        /** Once, however many forms of it are wanted. */
        private int read(Tensor tensor, Form wanted) {
            Form own = tensor.type().dtype() == DType.FLOAT32
                    ? Form.SINGLES
                    : Form.of(tensor.type().dtype());
            return own == wanted
                    ? add(new Node(Kind.READ, tensor, own, new int[0]))
                    : add(new Node(Kind.CONVERTED, tensor, wanted, new int[] {number(tensor, own)}));
        }

        private int computed(Elementwise tensor, Form wanted) {
            Form own = tensor.form();
            if (own != wanted) {
                return add(new Node(Kind.CONVERTED, tensor, wanted, new int[] {number(tensor, own)}));
            }
            int[] inputs = new int[tensor.inputs().size()];
            List<Object> meaning = new ArrayList<>(List.of(tensor.operation(), tensor.type()));
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = number(tensor.inputs().get(i), tensor.form(i));
                meaning.add(inputs[i]);
            }
            Integer same = byMeaning.get(meaning);
            if (same != null) {
                return same;
            }
            byMeaning.put(meaning, nodes.size());
            return add(new Node(Kind.COMPUTED, tensor, own, inputs));
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
        private final Map<Form, Deque<Column>> idle = new EnumMap<>(Form.class);

        Assembly(Holdings holdings, TensorType type, int chunk, List<Node> nodes) throws IOException {
            this.holdings = holdings;
            this.type = type;
            this.chunk = chunk;
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
            if (node.kind() == Kind.READ) {
                return isOne(node.tensor()) ? once(number) : reading(number);
            }
            Column[] inputs = Arrays.stream(node.inputs())
                    .mapToObj(input -> columns[input])
                    .toArray(Column[]::new);
            Arrays.stream(node.inputs()).distinct().forEach(input -> release(input, number));
            Column out = take(number);
            DType dtype = node.tensor().type().dtype();
            if (node.kind() == Kind.CONVERTED) {
                Form from = nodes.get(node.inputs()[0]).form();
                return (first, count, again) -> convert(dtype, from, node.form(), inputs[0], out, count);
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
            return (first, count, again) -> read(reader, node.form(), out, first, count);
        }

        /** A single number stays in a column of its own. */
        private Step once(int number) throws IOException {
            Node node = nodes.get(number);
            NumberReader reader = new NumberReader(holdings, node.tensor(), 1);
            Column out = Column.of(holdings, node.form(), chunk);
            columns[number] = out;
            lastUse[number] = Integer.MAX_VALUE;
            return new Step() {
                private boolean known;

                @Override
                public void run(long first, int count, boolean again) throws IOException {
                    if (!known) {
                        read(reader, node.form(), out, 0, 1);
                        repeat(out, node.form());
                        known = true;
                    }
                }
            };
        }

        private static void repeat(Column column, Form form) {
            switch (form) {
                case WHOLES -> Arrays.fill(column.wholes(), column.wholes()[0]);
                case SINGLES -> Arrays.fill(column.singles(), column.singles()[0]);
                case REALS -> Arrays.fill(column.reals(), column.reals()[0]);
                case PAIRS -> {
                    for (int i = 2; i < column.reals().length; i++) {
                        column.reals()[i] = column.reals()[i - 2];
                    }
                }
            }
        }

        private Column take(int number) {
            Column waiting = idle(nodes.get(number).form()).poll();
            columns[number] = waiting != null
                    ? waiting
                    : Column.of(holdings, nodes.get(number).form(), chunk);
            return columns[number];
        }

        private void release(int input, int user) {
            if (lastUse[input] == user) {
                idle(nodes.get(input).form()).push(columns[input]);
            }
        }

        private Deque<Column> idle(Form form) {
            return idle.computeIfAbsent(form, key -> new ArrayDeque<>());
        }
    }

    private static void read(NumberReader reader, Form form, Column out, long first, int count) throws IOException {
        switch (form) {
            case WHOLES -> reader.wholes(first, count, out.wholes());
            case SINGLES -> reader.singles(first, count, out.singles());
            case REALS -> reader.reals(first, count, out.reals());
            case PAIRS -> reader.pairs(first, count, out.reals());
        }
    }

    /** From one form to another that holds every value of the element type. */
    private static void convert(DType dtype, Form from, Form to, Column in, Column out, int count) {
        double[] reals = in.reals();
        if (to == Form.SINGLES) {
            for (int i = 0; i < count; i++) {
                out.singles()[i] = (float) reals[i];
            }
            return;
        }
        if (from == Form.WHOLES) {
            reals = out.reals();
            Elements.toDoubles(dtype, in.wholes(), reals, count);
        } else if (from == Form.SINGLES) {
            reals = out.reals();
            for (int i = 0; i < count; i++) {
                reals[i] = in.singles()[i];
            }
        }
        if (to == Form.PAIRS) {
            Elements.toPairs(reals, out.reals(), count);
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
