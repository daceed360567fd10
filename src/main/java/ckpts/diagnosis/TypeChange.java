package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tensor of one type where the model has another: the message about it, and the possible repairs.
 *
 * @param flattening the flatten before it, where that matters
 */
record TypeChange(TensorType here, TensorType model, TypeRelation relation, Optional<Flattening> flattening) {
    static TypeChange between(TensorType here, TensorType model) {
        return new TypeChange(here, model, TypeRelation.between(here, model), Optional.empty());
    }

    /** Equal for changes that are reported and repaired alike. */
    Object kind() {
        boolean alike = relation.kind() == Kind.EQUAL || relation.kind() == Kind.TRANSPOSED;
        return List.of(relation, alike ? List.of(here.dtype(), model.dtype()) : List.of(here, model), isSquare());
    }

    private boolean isSquare() {
        return here.shape().equals(model.shape()) && relation.kind() == Kind.TRANSPOSED;
    }

    /** The possible repairs; the first is what the relation says. */
    List<List<Repair>> ways(List<String> pattern) {
        Shape from = here.shape();
        Shape to = model.shape();
        List<List<Repair>> ways = new ArrayList<>();
        switch (relation.kind()) {
            case EQUAL -> ways.add(cast(pattern, List.of()));
            case TRANSPOSED -> ways.add(cast(pattern, List.of(transpose(pattern, relation.order()))));
            case FLATTENED -> {
                flattening.ifPresent(image -> image.heights()
                        .forEach(height -> ways.add(cast(
                                pattern,
                                List.of(new Repair.Rearrange(pattern, image.pattern(), sizes(image, height)))))));
                ways.add(cast(pattern, List.of(new Repair.Transpose(pattern, Optional.empty()))));
            }
            case RESHAPED -> Reshaping.ways(pattern, from, to).forEach(way -> ways.add(cast(pattern, way)));
            case RESIZED -> {
                if (covers(to, from)) {
                    ways.add(cast(pattern, List.of(new Repair.Pad(pattern, to))));
                } else if (covers(from, to)) {
                    ways.add(cast(pattern, List.of(new Repair.Slice(pattern, from, to))));
                }
                ways.add(List.of(Repair.Reinit.variables(pattern)));
            }
            case NONE -> {
                if (from.equals(to)) {
                    ways.add(cast(pattern, List.of()));
                }
            }
        }
        return ways;
    }

    /** The sizes that a script must state: the others follow. */
    private static SortedMap<String, Long> sizes(Flattening image, long height) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        sizes.put("c", image.channels());
        sizes.put("h", height);
        return sizes;
    }

    /** Whether no axis of the first is shorter than that of the second. */
    private static boolean covers(Shape large, Shape small) {
        for (int axis = 0; axis < large.rank(); axis++) {
            if (large.dimension(axis) < small.dimension(axis)) {
                return false;
            }
        }
        return true;
    }

    /** Without an order the statement reverses the axes. */
    private static boolean turnsAround(List<Integer> order) {
        boolean around = true;
        for (int axis = 0; axis < order.size(); axis++) {
            around &= order.get(axis) == order.size() - 1 - axis;
        }
        return around;
    }

    static Repair transpose(List<String> pattern, List<Integer> order) {
        return new Repair.Transpose(pattern, turnsAround(order) ? Optional.empty() : Optional.of(order));
    }

    private List<Repair> cast(List<String> pattern, List<Repair> first) {
        List<Repair> repairs = new ArrayList<>(first);
        if (relation.cast()) {
            repairs.add(new Repair.Cast(pattern, model.dtype()));
        }
        return repairs;
    }

    /**
     * The message where tensors whose names differ only in the last number have other sizes: numbered parts of one
     * tensor, where padding one by itself would shift all rows after it.
     */
    static String numberedParts() {
        return "perhaps numbered parts of one tensor: concatenate them before you pad or slice, or rows move";
    }

    /**
     * {@code [256, 128] here, [512, 128] in the model: axis 0 grew}.
     *
     * @param others whether it is said of tensors of other shapes, too
     */
    String cause(boolean others) {
        if (isSquare()) {
            return "square, so no shape shows it, but the other matrices are transposed here";
        }
        if (here.shape().equals(model.shape())) {
            return here.dtype() + " here, " + model.dtype() + " in the model";
        }
        String both = relation.cast()
                ? here + " here, " + model + " in the model"
                : here.shape() + " here, " + model.shape() + " in the model";
        return both
                + (others ? ", the others likewise" : "")
                + shapes().map(cause -> ": " + cause).orElse("");
    }

    private Optional<String> shapes() {
        Shape from = here.shape();
        Shape to = model.shape();
        return switch (relation.kind()) {
            case TRANSPOSED -> Optional.of(turnsAround(relation.order()) ? "transposed" : "axes in a different order");
            case FLATTENED ->
                Optional.of("after a flattened image, whose pixels and channels may be in a different order");
            case RESHAPED -> Optional.of("same number of elements");
            case RESIZED -> TypeRelation.changedAxes(from, to) == 1 ? Optional.of(axis(from, to)) : Optional.empty();
            case EQUAL, NONE -> Optional.empty();
        };
    }

    private static String axis(Shape from, Shape to) {
        int axis = 0;
        while (from.dimension(axis) == to.dimension(axis)) {
            axis++;
        }
        return "axis " + axis + (to.dimension(axis) > from.dimension(axis) ? " grew" : " shrank");
    }
}
