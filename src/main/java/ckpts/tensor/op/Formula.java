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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Computes a tree of {@link Elementwise} tensors a chunk at a time, each node once, however many others use it.
 *
 * <pre>
 *   0.5 * a + 0.5 * b      column 0: 0.5, once for all chunks
 *                          column 1: a      1: 0 * 1
 *                          column 2: b      2: 0 * 2      1: 1 + 2
 * </pre>
 *
 * <p>Equal operations on equal inputs are one node. A column is reused as soon as its numbers are no longer needed,
 * so that the memory depends on how wide the tree is, not on how large. The bytes are those that the nodes would give
 * one by one: every node is rounded to its element type.
 */
final class Formula extends ElementReader {
    /** Fewer would be faster to compute, and slower to read: each read of a file costs the same beside its bytes. */
    private static final int MOST = 1 << 14;

    private static final int LEAST = 1 << 8;
    /** The number of columns of doubles that a reader's share of the memory holds. */
    private static final int COLUMNS = 16;

    private final DType dtype;
    private final List<Step> steps;
    private final ColumnType form;
    private final Column result;

    /** Fills one column. */
    private interface Step {
        void run(long first, int count) throws IOException;
    }

    /**
     * A node that fills a column.
     *
     * @param tensor whose elements they are
     * @param form of the column
     * @param inputs nodes before this one
     */
    private record Node(Kind kind, Tensor tensor, ColumnType form, int[] inputs) {}

    private enum Kind {
        /** From a tensor that is not elementwise, or of another shape. */
        READ,
        COMPUTED,
        /** From a column of the same tensor in another form. */
        CONVERTED
    }

    Formula(ReaderResources holdings, Elementwise root) throws IOException {
        this(holdings, root, Numbering.of(root, holdings.scratch()::holds));
    }

    private Formula(ReaderResources holdings, Elementwise root, List<Node> nodes) throws IOException {
        this(
                holdings,
                root,
                nodes,
                chunk(root.type(), nodes.size(), holdings.scratch().share()));
    }

    private Formula(ReaderResources holdings, Elementwise root, List<Node> nodes, int chunk) throws IOException {
        super(holdings, root.type(), chunk);
        this.dtype = root.type().dtype();
        Assembly assembly = new Assembly(holdings, root.type(), chunk, nodes);
        this.steps = assembly.steps;
        this.form = root.form();
        this.result = assembly.columns[nodes.size() - 1];
    }

    /** @param nodes each of which may hold memory of its own for as many elements */
    private static int chunk(TensorType type, int nodes, long share) {
        long fitting = Math.max(LEAST, Math.min(MOST, share / Math.max(COLUMNS, nodes) / Double.BYTES));
        return (int) Math.max(1, Math.min(fitting, type.shape().elementCount()));
    }

    /** The tensor that is computed here where a tensor that is not a leaf is read. */
    static Optional<Elementwise> computable(Tensor tensor) {
        Tensor computed = tensor instanceof RoundedOnce rounded ? rounded.rounding() : tensor;
        return computed instanceof Elementwise elementwise ? Optional.of(elementwise) : Optional.empty();
    }

    /**
     * The tensors that are read for one that is computed so.
     *
     * @param held those that are read whatever they are
     */
    static List<Tensor> leaves(Elementwise root, Predicate<Tensor> held) {
        return Numbering.of(root, held).stream()
                .filter(node -> node.kind() == Kind.READ)
                .map(Node::tensor)
                .toList();
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at) throws IOException {
        for (Step step : steps) {
            step.run(first, count);
        }
        switch (form) {
            case WHOLES -> Elements.writeWholes(dtype, result.wholes(), count, out, at);
            case SINGLES -> Elements.writeSingles(result.singles(), count, out, at);
            case REALS -> Elements.writeReals(dtype, result.reals(), count, out, at);
            case PAIRS -> Elements.writeReals(dtype, result.reals(), 2 * count, out, at);
        }
    }

    /** Lists the nodes of a tree, inputs before the nodes that use them, equal ones once. */
    private static final class Numbering {
        private final Shape shape;
        private final Predicate<Tensor> held;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Tensor, Map<ColumnType, Integer>> byTensor = new IdentityHashMap<>();
        private final Map<List<Object>, Integer> byMeaning = new HashMap<>();

        /** A tensor in the form that is needed. */
        private record Wish(Tensor tensor, ColumnType form) {}

        private Numbering(Shape shape, Predicate<Tensor> held) {
            this.shape = shape;
            this.held = held;
        }

        /** In a loop: how deep the tree is, a script decides. */
        static List<Node> of(Elementwise root, Predicate<Tensor> held) {
            Numbering numbering = new Numbering(root.type().shape(), tensor -> tensor != root && held.test(tensor));
            Deque<Wish> open = new ArrayDeque<>(List.of(new Wish(root, root.form())));
            while (!open.isEmpty()) {
                Wish wish = open.peek();
                List<Wish> missing = numbering.before(wish).stream()
                        .filter(other -> numbering.known(other) < 0)
                        .toList();
                if (numbering.known(wish) >= 0) {
                    open.pop();
                } else if (missing.isEmpty()) {
                    open.pop();
                    numbering.number(wish);
                } else {
                    for (int i = missing.size() - 1; i >= 0; i--) {
                        open.push(missing.get(i));
                    }
                }
            }
            return numbering.nodes;
        }

        private int known(Wish wish) {
            Integer number = byTensor.getOrDefault(
                            computed(wish.tensor()).map(Tensor.class::cast).orElse(wish.tensor()), Map.of())
                    .get(wish.form());
            return number == null ? -1 : number;
        }

        private Optional<Elementwise> computed(Tensor tensor) {
            return held.test(tensor) || !tensor.type().shape().equals(shape)
                    ? Optional.empty()
                    : computable(tensor).filter(computed -> !held.test(computed));
        }

        /** The form in which the tensor is produced. */
        private ColumnType own(Tensor tensor) {
            Optional<Elementwise> computed = computed(tensor);
            if (computed.isPresent()) {
                return computed.get().form();
            }
            return tensor.type().dtype() == DType.FLOAT32
                    ? ColumnType.SINGLES
                    : ColumnType.of(tensor.type().dtype());
        }

        /** The number of an earlier node, for another to refer to. */
        private List<Wish> before(Wish wish) {
            ColumnType own = own(wish.tensor());
            if (own != wish.form()) {
                return List.of(new Wish(wish.tensor(), own));
            }
            List<Wish> inputs = new ArrayList<>();
            computed(wish.tensor()).ifPresent(computed -> {
                for (int i = 0; i < computed.inputs().size(); i++) {
                    inputs.add(new Wish(computed.inputs().get(i), computed.form(i)));
                }
            });
            return inputs;
        }

        private void number(Wish wish) {
            int[] inputs = before(wish).stream().mapToInt(this::known).toArray();
            ColumnType own = own(wish.tensor());
            Optional<Elementwise> computed = computed(wish.tensor());
            Tensor tensor = computed.map(Tensor.class::cast).orElse(wish.tensor());
            int number;
            if (own != wish.form()) {
                number = add(new Node(Kind.CONVERTED, tensor, wish.form(), inputs));
            } else if (computed.isEmpty()) {
                number = add(new Node(Kind.READ, tensor, own, inputs));
            } else {
                number = once(new Node(Kind.COMPUTED, tensor, own, inputs), computed.get());
            }
            byTensor.computeIfAbsent(tensor, key -> new EnumMap<>(ColumnType.class))
                    .put(wish.form(), number);
        }

        /** Returns an equal node that exists already, or this one. */
        private int once(Node node, Elementwise computed) {
            List<Object> meaning = new ArrayList<>(List.of(computed.operation(), computed.type()));
            for (int input : node.inputs()) {
                meaning.add(input);
            }
            Integer same = byMeaning.putIfAbsent(meaning, nodes.size());
            return same == null ? add(node) : same;
        }

        private int add(Node node) {
            nodes.add(node);
            return nodes.size() - 1;
        }
    }

    /** Gives every node a column and makes its step. */
    private static final class Assembly {
        private final ReaderResources holdings;
        private final TensorType type;
        private final int chunk;
        private final List<Node> nodes;
        private final int[] lastUse;
        private final Column[] columns;
        private final List<Step> steps = new ArrayList<>();
        private final Map<ColumnType, Deque<Column>> idle = new EnumMap<>(ColumnType.class);

        Assembly(ReaderResources holdings, TensorType type, int chunk, List<Node> nodes) throws IOException {
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
                ColumnType from = nodes.get(node.inputs()[0]).form();
                return (first, count) -> convert(dtype, from, node.form(), inputs[0], out, count);
            }
            Elementwise computed = (Elementwise) node.tensor();
            Elementwise.Kernel kernel = computed.kernel(holdings, chunk);
            if (computed.isExact()) {
                return (first, count) -> kernel.apply(first, inputs, out, count);
            }
            return (first, count) -> {
                kernel.apply(first, inputs, out, count);
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
            return (first, count) -> read(reader, node.form(), out, first, count);
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
                public void run(long first, int count) throws IOException {
                    if (!known) {
                        read(reader, node.form(), out, 0, 1);
                        repeat(out, node.form());
                        known = true;
                    }
                }
            };
        }

        private static void repeat(Column column, ColumnType form) {
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

        private Deque<Column> idle(ColumnType form) {
            return idle.computeIfAbsent(form, key -> new ArrayDeque<>());
        }
    }

    private static void read(NumberReader reader, ColumnType form, Column out, long first, int count)
            throws IOException {
        switch (form) {
            case WHOLES -> reader.wholes(first, count, out.wholes());
            case SINGLES -> reader.singles(first, count, out.singles());
            case REALS -> reader.reals(first, count, out.reals());
            case PAIRS -> reader.pairs(first, count, out.reals());
        }
    }

    /** From one form to another that holds every value of the element type. */
    private static void convert(DType dtype, ColumnType from, ColumnType to, Column in, Column out, int count) {
        double[] reals = in.reals();
        if (to == ColumnType.SINGLES) {
            for (int i = 0; i < count; i++) {
                out.singles()[i] = (float) reals[i];
            }
            return;
        }
        if (from == ColumnType.WHOLES) {
            reals = out.reals();
            Elements.toDoubles(dtype, in.wholes(), reals, count);
        } else if (from == ColumnType.SINGLES) {
            reals = out.reals();
            for (int i = 0; i < count; i++) {
                reals[i] = in.singles()[i];
            }
        }
        if (to == ColumnType.PAIRS) {
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
