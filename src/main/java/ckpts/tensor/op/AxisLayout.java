package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorLayout;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Axes by their meaning: of convolution kernels d, h, w (depth, height, width), i, o (channels in and out), of
 * matrices in and out.
 *
 * @param text as in a script: {@code hwio}, {@code in_out}
 * @param axes one name for each axis
 */
public record AxisLayout(String text, List<String> axes) implements TensorLayout {
    private static final List<Set<String>> KINDS = List.of(
            Set.of("in", "out"), Set.of("w", "i", "o"), Set.of("h", "w", "i", "o"), Set.of("d", "h", "w", "i", "o"));

    /** The layout with this name, such as {@code oihw} or {@code out_in}. */
    public static Optional<AxisLayout> named(String word) {
        List<String> axes = List.of(word.split(word.contains("_") ? "_" : ""));
        Set<String> set = new HashSet<>(axes);
        return set.size() == axes.size() && KINDS.contains(set)
                ? Optional.of(new AxisLayout(word, axes))
                : Optional.empty();
    }

    @Override
    public void requireFits(TensorType type) {
        if (type.shape().rank() != axes.size()) {
            throw new TensorTypeException(
                    "the layout " + text + " has " + axes.size() + " axes, " + type + " has "
                            + type.shape().rank(),
                    remedy(type.shape().rank()));
        }
    }

    private static String remedy(int rank) {
        return switch (rank) {
            case 2 -> "layouts of 2 axes are in_out and out_in";
            case 3 -> "layouts of 3 axes are wio, oiw and other orders of these";
            case 4 -> "layouts of 4 axes are hwio, oihw and other orders of these";
            case 5 -> "layouts of 5 axes are dhwio, oidhw and other orders of these";
            default -> "reshape it first: layouts have 2 to 5 axes";
        };
    }

    @Override
    public Tensor to(TensorLayout other, Tensor tensor) {
        if (!(other instanceof AxisLayout wanted) || !Set.copyOf(axes).equals(Set.copyOf(wanted.axes))) {
            throw new TensorTypeException(
                    "the layouts " + text + " and " + other.text() + " have different axes", remedy(axes.size()));
        }
        return Transpose.of(tensor, wanted.axes.stream().mapToInt(axes::indexOf).toArray());
    }
}
