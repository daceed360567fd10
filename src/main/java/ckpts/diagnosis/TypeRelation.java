package ckpts.diagnosis;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The changes that turn a tensor of one type into another, as far as types show.
 *
 * @param kind relation of the shapes
 * @param order for {@link Kind#TRANSPOSED}: entry {@code k} is the axis that becomes axis {@code k}; else empty
 * @param cast whether the element types differ
 */
record TypeRelation(Kind kind, List<Integer> order, boolean cast) {
    enum Kind {
        EQUAL,
        TRANSPOSED,
        /** Transposed, and the inputs after a flattened image are also in a different order. */
        FLATTENED,
        /** The same number of elements. */
        RESHAPED,
        /** The same rank, with other sizes. */
        RESIZED,
        NONE
    }

    private static final int MAX_RANK = 6;
    private static final int MOST_PARTS = 4;

    TypeRelation {
        order = List.copyOf(order);
    }

    static TypeRelation between(TensorType from, TensorType to) {
        boolean cast = from.dtype() != to.dtype();
        if (cast && !related(from.dtype(), to.dtype())) {
            return new TypeRelation(Kind.NONE, List.of(), true);
        }
        Shape here = from.shape();
        Shape there = to.shape();
        if (here.equals(there)) {
            return new TypeRelation(Kind.EQUAL, List.of(), cast);
        }
        List<Integer> order = order(here, there);
        if (!order.isEmpty()) {
            return new TypeRelation(Kind.TRANSPOSED, order, cast);
        }
        if (sameCount(here, there)) {
            return new TypeRelation(Kind.RESHAPED, List.of(), cast);
        }
        boolean resized = here.rank() == there.rank() && here.rank() > 0;
        return new TypeRelation(resized ? Kind.RESIZED : Kind.NONE, List.of(), cast);
    }

    /** Whether values mean the same in both: all float types are alike, and so are all integers. */
    static boolean related(DType left, DType right) {
        return left == right || left.isFloat() && right.isFloat() || left.isInteger() && right.isInteger();
    }

    /** Whether the two differ in nothing but the order of axes or the element type. */
    boolean keepsValues() {
        return kind == Kind.EQUAL || kind == Kind.TRANSPOSED;
    }

    /** Whether the values might be of use for the other: guards against dropping what may be needed. */
    static boolean mayBecome(TensorType from, TensorType to) {
        TypeRelation relation = between(from, to);
        if (relation.cast() && !related(from.dtype(), to.dtype())) {
            return false;
        }
        if (isPart(from.shape(), to.shape()) || isPart(to.shape(), from.shape())) {
            return true;
        }
        return switch (relation.kind()) {
            case EQUAL, TRANSPOSED, FLATTENED, RESHAPED -> from.shape().rank() > 0;
            case RESIZED -> from.shape().rank() > 1 && changedAxes(from.shape(), to.shape()) == 1;
            case NONE -> false;
        };
    }

    /** Whether one has two to four times the elements of the other: fused heads, say. */
    private static boolean isPart(Shape part, Shape whole) {
        try {
            long small = part.elementCount();
            long large = whole.elementCount();
            return small > 1 && large % small == 0 && large / small >= 2 && large / small <= MOST_PARTS;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    static int changedAxes(Shape from, Shape to) {
        int changed = 0;
        for (int axis = 0; axis < from.rank(); axis++) {
            changed += from.dimension(axis) == to.dimension(axis) ? 0 : 1;
        }
        return changed;
    }

    /** The sizes sorted: equal for shapes that differ in the order of their axes. */
    static String sizes(Shape shape) {
        long[] sizes = shape.toArray();
        Arrays.sort(sizes);
        return Arrays.toString(sizes);
    }

    static boolean sameCount(Shape from, Shape to) {
        try {
            return from.elementCount() == to.elementCount();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Empty if no order of the axes turns one into the other, or several do and none is usual. */
    private static List<Integer> order(Shape from, Shape to) {
        if (from.rank() != to.rank()
                || from.rank() < 2
                || from.rank() > MAX_RANK
                || !sizes(from).equals(sizes(to))) {
            return List.of();
        }
        return AxisOrders.between(from, to).stream().findFirst().orElseGet(() -> only(from, to));
    }

    /** The only possible order; empty if two axes of the same size may change places. */
    private static List<Integer> only(Shape from, Shape to) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < to.rank(); axis++) {
            List<Integer> sources = new ArrayList<>();
            for (int candidate = 0; candidate < from.rank(); candidate++) {
                if (from.dimension(candidate) == to.dimension(axis)) {
                    sources.add(candidate);
                }
            }
            if (sources.size() > 1 && to.dimension(axis) > 1) {
                return List.of();
            }
            sources.removeAll(order);
            order.add(sources.get(0));
        }
        return order;
    }

    /** The axis orders, including none, in which frameworks differ and which turn one shape into the other. */
    static List<List<Integer>> usualOrders(Shape from, Shape to) {
        List<List<Integer>> orders = new ArrayList<>();
        if (from.equals(to)) {
            List<Integer> none = new ArrayList<>();
            for (int axis = 0; axis < from.rank(); axis++) {
                none.add(axis);
            }
            orders.add(none);
        }
        orders.addAll(AxisOrders.between(from, to));
        return orders;
    }
}
