package ckpts.diagnosis;

import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Ways to turn a tensor into a shape with the same number of elements. Its axes may have to change places as well: an
 * equal number of values does not mean the same order.
 */
final class Reshaping {
    private static final int MOST_ORDERS = 4;

    private Reshaping() {}

    /** The possible repairs, each a short sequence of statements. */
    static List<List<Repair>> ways(List<String> pattern, Shape from, Shape to) {
        List<List<Repair>> ways = new ArrayList<>();
        if (TypeRelation.sizes(from).equals(TypeRelation.sizes(to))) {
            orders(from, to, new ArrayList<>(), ways, pattern);
        } else if (to.rank() == 2 && from.rank() > 2) {
            if (splits(from, to.dimension(0), to.dimension(1))) {
                ways.add(List.of(new Repair.Reshape(pattern, to)));
            }
            if (splits(from, to.dimension(1), to.dimension(0))) {
                Shape turned = Shape.of(to.dimension(1), to.dimension(0));
                ways.add(List.of(new Repair.Reshape(pattern, turned), TypeChange.transpose(pattern, List.of(1, 0))));
            }
        } else if (from.rank() == 2 && to.rank() > 2) {
            if (splits(to, from.dimension(0), from.dimension(1))) {
                ways.add(List.of(new Repair.Reshape(pattern, to)));
            }
            if (splits(to, from.dimension(1), from.dimension(0))) {
                ways.add(List.of(TypeChange.transpose(pattern, List.of(1, 0)), new Repair.Reshape(pattern, to)));
            }
        }
        return ways.isEmpty() ? List.of(List.of(new Repair.Reshape(pattern, to))) : ways;
    }

    /** Whether the first axes hold the given number of positions, and so do the others. */
    private static boolean splits(Shape shape, long first, long rest) {
        long before = 1;
        for (int axis = 0; axis < shape.rank() - 1; axis++) {
            before *= shape.dimension(axis);
            if (before == first) {
                return shape.elementCount() == first * rest;
            }
        }
        return false;
    }

    private static void orders(
            Shape from, Shape to, List<Integer> order, List<List<Repair>> ways, List<String> pattern) {
        if (ways.size() == MOST_ORDERS) {
            return;
        }
        if (order.size() == to.rank()) {
            ways.add(List.of(TypeChange.transpose(pattern, List.copyOf(order))));
            return;
        }
        for (int axis = 0; axis < from.rank(); axis++) {
            if (!order.contains(axis) && from.dimension(axis) == to.dimension(order.size())) {
                order.add(axis);
                orders(from, to, order, ways, pattern);
                order.remove(order.size() - 1);
            }
        }
    }
}
