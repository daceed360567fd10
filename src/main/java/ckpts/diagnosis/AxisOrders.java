package ckpts.diagnosis;

import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The axis orders in which frameworks differ: matrices, and kernels of convolutions over one to three dimensions. Where
 * several orders turn one shape into the other, a kernel's sizes show which axes are spatial: none is longer than 7
 * positions, or longer than the number of channels it reads.
 */
final class AxisOrders {
    /** Up to this many positions, it is a kernel whatever its channels are. */
    private static final long LONGEST_KERNEL = 7;

    /**
     * An order, as the axes of the tensor that is rearranged.
     *
     * @param order entry {@code k} is the axis that becomes axis {@code k}
     * @param channels axes that count channels
     * @param single the axis that has one position, in kernels that each see one channel; -1 where any size will do
     */
    private record Usual(List<Integer> order, List<Integer> channels, int single) {
        boolean makes(Shape from, Shape to) {
            if (order.size() != from.rank() || from.rank() != to.rank()) {
                return false;
            }
            for (int axis = 0; axis < to.rank(); axis++) {
                if (from.dimension(order.get(axis)) != to.dimension(axis)) {
                    return false;
                }
            }
            return single < 0 || from.dimension(single) == 1;
        }

        /** Whether the axes that would be spatial are no longer than in real kernels. */
        boolean isLikely(Shape from) {
            long most = LONGEST_KERNEL;
            for (int axis : channels) {
                most = Math.max(most, from.dimension(axis));
            }
            for (int axis = 0; axis < from.rank(); axis++) {
                if (!channels.contains(axis) && from.dimension(axis) > most) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Usual> USUAL = List.of(
            new Usual(List.of(1, 0), List.of(0, 1), -1),
            new Usual(List.of(2, 1, 0), List.of(1, 2), -1),
            new Usual(List.of(2, 1, 0), List.of(0, 1), -1),
            // Channels last to first, and back.
            new Usual(List.of(3, 2, 0, 1), List.of(2, 3), -1),
            new Usual(List.of(2, 3, 1, 0), List.of(0, 1), -1),
            new Usual(List.of(4, 3, 0, 1, 2), List.of(3, 4), -1),
            new Usual(List.of(2, 3, 4, 1, 0), List.of(0, 1), -1),
            // A kernel for each channel: its channel is where other kernels have their input channels.
            new Usual(List.of(1, 2, 0), List.of(1), 2),
            new Usual(List.of(2, 0, 1), List.of(0), 1),
            new Usual(List.of(2, 3, 0, 1), List.of(2), 3),
            new Usual(List.of(2, 3, 0, 1), List.of(0), 1));

    private AxisOrders() {}

    /**
     * The orders that turn one shape into the other; only the likely ones if there are any. Each moves values
     * differently.
     */
    static List<List<Integer>> between(Shape from, Shape to) {
        List<Usual> possible =
                USUAL.stream().filter(usual -> usual.makes(from, to)).toList();
        List<Usual> likely =
                possible.stream().filter(usual -> usual.isLikely(from)).toList();
        List<List<Integer>> orders = new ArrayList<>();
        for (Usual usual : likely.isEmpty() ? possible : likely) {
            if (orders.stream().noneMatch(order -> movesAlike(order, usual.order(), from))) {
                orders.add(usual.order());
            }
        }
        return orders;
    }

    /** Whether two orders differ in axes of one position alone. */
    private static boolean movesAlike(List<Integer> one, List<Integer> other, Shape shape) {
        return moved(one, shape).equals(moved(other, shape));
    }

    private static List<Integer> moved(List<Integer> order, Shape shape) {
        return order.stream().filter(axis -> shape.dimension(axis) > 1).toList();
    }
}
