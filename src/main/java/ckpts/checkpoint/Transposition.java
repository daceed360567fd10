package ckpts.checkpoint;

import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether one shape is another with its axes in another order. */
final class Transposition {
    private static final int MAX_RANK = 6;

    private Transposition() {}

    /** Whether the shapes differ and one is the other backwards. */
    static boolean isTransposed(Shape from, Shape to) {
        if (from.equals(to) || from.rank() != to.rank()) {
            return false;
        }
        for (int axis = 0; axis < from.rank(); axis++) {
            if (from.dimension(axis) != to.dimension(from.rank() - 1 - axis)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The one order of axes that turns {@code from} into {@code to}: entry {@code k} is the axis that comes to stand
     * at {@code k}. Empty if there is none or more than one.
     */
    static Optional<List<Integer>> permutation(Shape from, Shape to) {
        if (from.equals(to) || from.rank() != to.rank() || from.rank() > MAX_RANK) {
            return Optional.empty();
        }
        List<List<Integer>> found = new ArrayList<>();
        search(from, to, new ArrayList<>(), found);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static void search(Shape from, Shape to, List<Integer> chosen, List<List<Integer>> found) {
        if (chosen.size() == to.rank()) {
            found.add(List.copyOf(chosen));
            return;
        }
        for (int axis = 0; axis < from.rank(); axis++) {
            if (!chosen.contains(axis) && from.dimension(axis) == to.dimension(chosen.size())) {
                chosen.add(axis);
                search(from, to, chosen, found);
                chosen.remove(chosen.size() - 1);
            }
        }
    }
}
