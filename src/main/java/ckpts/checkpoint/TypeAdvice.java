package ckpts.checkpoint;

import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a tensor of one type may become one of another. */
final class TypeAdvice {
    private final TensorType here;
    private final TensorType model;
    private final List<Integer> changed = new ArrayList<>();

    TypeAdvice(TensorType here, TensorType model) {
        this.here = here;
        this.model = model;
        for (int axis = 0; axis < here.shape().rank() && axis < model.shape().rank(); axis++) {
            if (here.shape().dimension(axis) != model.shape().dimension(axis)) {
                changed.add(axis);
            }
        }
    }

    /** {@code [256, 128] here, [512, 128] in the model: axis 0 grew}. */
    String cause() {
        if (here.shape().equals(model.shape())) {
            return here.dtype() + " here, " + model.dtype() + " in the model";
        }
        boolean cast = !here.dtype().equals(model.dtype());
        String both = cast
                ? here + " here, " + model + " in the model"
                : here.shape() + " here, " + model.shape() + " in the model";
        return both + shapeCause().map(cause -> ": " + cause).orElse("");
    }

    private Optional<String> shapeCause() {
        if (Transposition.isTransposed(here.shape(), model.shape())) {
            return Optional.of("transposed");
        }
        if (Transposition.permutation(here.shape(), model.shape()).isPresent()) {
            return Optional.of("axes in another order");
        }
        if (sameCount()) {
            return Optional.of("as many elements");
        }
        if (here.shape().rank() != model.shape().rank() || changed.size() != 1) {
            return Optional.empty();
        }
        return Optional.of("axis " + changed.get(0) + (grows() ? " grew" : " shrank"));
    }

    /** Alternatives, the one that keeps most first where that is safe to say. */
    List<List<String>> repairs(String pattern) {
        String quoted = "\"" + pattern + "\"";
        List<List<String>> repairs = new ArrayList<>();
        if (here.shape().equals(model.shape())) {
            return List.of(List.of(cast(quoted)));
        }
        Optional<List<Integer>> order = Transposition.permutation(here.shape(), model.shape());
        if (Transposition.isTransposed(here.shape(), model.shape())) {
            return List.of(withCast("transpose " + quoted, quoted));
        }
        if (order.isPresent()) {
            return List.of(withCast("transpose " + quoted + " by " + order.get(), quoted));
        }
        if (sameCount()) {
            return List.of(withCast("reshape " + quoted + " to " + model.shape(), quoted));
        }
        repairs.add(List.of("reinit " + quoted));
        if (here.shape().rank() == model.shape().rank() && changed.size() == 1) {
            repairs.add(withCast(
                    grows() ? "pad " + quoted + " to " + model.shape() + " with default()" : slice(quoted), quoted));
        }
        return repairs;
    }

    private String slice(String quoted) {
        List<String> ranges = new ArrayList<>();
        for (int axis = 0; axis < model.shape().rank(); axis++) {
            ranges.add(changed.contains(axis) ? "0:" + model.shape().dimension(axis) : ":");
        }
        return "slice " + quoted + " [" + String.join(", ", ranges) + "]";
    }

    private List<String> withCast(String line, String quoted) {
        return here.dtype().equals(model.dtype()) ? List.of(line) : List.of(line, cast(quoted));
    }

    private String cast(String quoted) {
        return "cast " + quoted + " to " + model.dtype();
    }

    private boolean grows() {
        int axis = changed.get(0);
        return model.shape().dimension(axis) > here.shape().dimension(axis);
    }

    private boolean sameCount() {
        return count(here.shape()).isPresent() && count(here.shape()).equals(count(model.shape()));
    }

    private static Optional<Long> count(Shape shape) {
        try {
            return Optional.of(shape.elementCount());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
