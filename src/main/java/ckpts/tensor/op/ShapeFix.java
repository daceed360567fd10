package ckpts.tensor.op;

import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes that would make a tensor of one shape fit, in the words of the language: for the help of a type error. */
public final class ShapeFix {
    private ShapeFix() {}

    /**
     * Returns a change that gives a tensor another shape and keeps as much of it as fits.
     *
     * @param subject word for the tensor: {@code it}, {@code the second}
     */
    public static String toward(Shape found, Shape wanted, String subject) {
        Optional<int[]> order = order(found, wanted);
        if (order.isPresent()) {
            boolean reversed = isReversed(order.get());
            return "transpose " + subject + (reversed ? "" : " by " + Arrays.toString(order.get()));
        }
        if (found.elementCount() == wanted.elementCount()) {
            return "reshape " + subject + " to " + wanted;
        }
        if (found.rank() != wanted.rank()) {
            return "reshape " + subject + " to " + wanted.countedAxes() + ", then slice or pad it to " + wanted;
        }
        return cutAndPadded(found, wanted, subject);
    }

    /** The axes of {@code found} in an order that gives {@code wanted}, if there is one and the two differ. */
    private static Optional<int[]> order(Shape found, Shape wanted) {
        if (found.equals(wanted) || found.rank() != wanted.rank()) {
            return Optional.empty();
        }
        int[] reversed = reversed(found.rank());
        if (transposed(found, reversed).equals(wanted)) {
            return Optional.of(reversed);
        }
        int[] order = new int[found.rank()];
        boolean[] taken = new boolean[found.rank()];
        for (int axis = 0; axis < order.length; axis++) {
            int from = 0;
            while (from < order.length && (taken[from] || found.dimension(from) != wanted.dimension(axis))) {
                from++;
            }
            if (from == order.length) {
                return Optional.empty();
            }
            taken[from] = true;
            order[axis] = from;
        }
        return Optional.of(order);
    }

    private static int[] reversed(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> rank - 1 - axis);
        return order;
    }

    private static boolean isReversed(int[] order) {
        return Arrays.equals(order, reversed(order.length));
    }

    private static Shape transposed(Shape shape, int[] order) {
        return Shape.of(Arrays.stream(order).mapToLong(shape::dimension).toArray());
    }

    private static String cutAndPadded(Shape found, Shape wanted, String subject) {
        List<String> ranges = new ArrayList<>();
        boolean cut = false;
        boolean padded = false;
        for (int axis = 0; axis < found.rank(); axis++) {
            boolean longer = found.dimension(axis) > wanted.dimension(axis);
            ranges.add(longer ? "0:" + wanted.dimension(axis) : ":");
            cut |= longer;
            padded |= found.dimension(axis) < wanted.dimension(axis);
        }
        String slice = "slice " + subject + " " + ranges;
        String pad = "pad " + subject + " to " + wanted;
        return !cut ? pad : padded ? slice + ", then " + pad : slice;
    }

    /** Returns a change that makes two tensors broadcast. */
    static String broadcasting(Shape left, Shape right) {
        return Stream.of(
                        column(left, right, "the second"),
                        column(right, left, "the first"),
                        turned(left, right, "the second"),
                        turned(right, left, "the first"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> toward(right, fitted(right, left), "the second") + ", or "
                        + toward(left, fitted(left, right), "the first"));
    }

    /** Returns a change that makes a tensor broadcast to a shape. */
    static String broadcasting(Shape found, Shape target, String subject) {
        return column(target, found, subject)
                .or(() -> turned(target, found, subject))
                .orElseGet(() -> toward(found, found.rank() > target.rank() ? target : fitted(found, target), subject));
    }

    private static Optional<String> turned(Shape kept, Shape moved, String subject) {
        boolean fits = moved.rank() > 1 && broadcasts(kept, transposed(moved, reversed(moved.rank())));
        return fits ? Optional.of("transpose " + subject) : Optional.empty();
    }

    /** A list that has as many elements as an earlier axis has positions, but is on the last one. */
    private static Optional<String> column(Shape kept, Shape list, String subject) {
        for (int axis = kept.rank() - 2; list.rank() == 1 && axis >= 0; axis--) {
            if (kept.dimension(axis) == list.dimension(0)) {
                long[] sizes = new long[kept.rank() - axis];
                Arrays.fill(sizes, 1);
                sizes[0] = list.dimension(0);
                return Optional.of("reshape " + subject + " to " + Arrays.toString(sizes));
            }
        }
        return Optional.empty();
    }

    /** A shape in which what does not broadcast has the other one's sizes. */
    private static Shape fitted(Shape shape, Shape other) {
        long[] sizes = shape.toArray();
        for (int back = 1; back <= Math.min(shape.rank(), other.rank()); back++) {
            long size = other.dimension(other.rank() - back);
            int axis = sizes.length - back;
            sizes[axis] = sizes[axis] == 1 || size == 1 ? sizes[axis] : size;
        }
        return Shape.of(sizes);
    }

    private static boolean broadcasts(Shape left, Shape right) {
        return fitted(left, right).equals(left);
    }

    /**
     * The change where the number of elements differs from that of a reshape: more or fewer of them, or another size
     * for an axis.
     */
    static String reshaping(Shape found, Shape wanted) {
        boolean grows = found.rank() == wanted.rank();
        boolean shrinks = grows;
        for (int axis = 0; axis < found.rank() && found.rank() == wanted.rank(); axis++) {
            grows &= found.dimension(axis) <= wanted.dimension(axis);
            shrinks &= found.dimension(axis) >= wanted.dimension(axis);
        }
        if (grows || shrinks) {
            return toward(found, wanted, "it");
        }
        for (int axis = 0; axis < wanted.rank(); axis++) {
            long others = wanted.with(axis, 1).elementCount();
            if (others > 0 && found.elementCount() % others == 0) {
                String open = wanted.dimensions().toString();
                List<String> sizes = new ArrayList<>(
                        wanted.dimensions().stream().map(String::valueOf).toList());
                sizes.set(axis, "-1");
                return "one size may be left open: " + sizes + ", not " + open + ", makes it "
                        + wanted.with(axis, found.elementCount() / others);
            }
        }
        return toward(found, wanted, "it");
    }
}
