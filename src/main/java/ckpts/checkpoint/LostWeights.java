package ckpts.checkpoint;

import ckpts.tensor.DType;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lost weights compared with reinitialized variables: where one could be the other, a rename may have been forgotten.
 * Immutable.
 *
 * <p>A variable could be a weight if their shapes are equal up to the order of the axes and their element types are
 * related: all float types are, others must be equal. The cost is about linear, however many are alike.
 */
public final class LostWeights {
    private final List<Lost> lost;
    private final List<Reinitialized> reinitialized;

    /**
     * A lost weight.
     *
     * @param input the loaded tensor
     * @param name its last name
     * @param type type when loaded
     */
    public record Lost(InputId input, String name, TensorType type) {
        public Lost {
            Objects.requireNonNull(input, "input is null");
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(type, "type is null");
        }
    }

    /** A variable whose value comes from no file. */
    public record Reinitialized(String name, TensorType type) {
        public Reinitialized {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(type, "type is null");
        }
    }

    /**
     * Key of types that could be each other: two types could if and only if their keys are equal.
     *
     * @param sizes of the axes, sorted
     * @param elements their type; empty for float types, which are all related
     */
    public record Likeness(List<Long> sizes, Optional<DType> elements) {
        public static Likeness of(TensorType type) {
            DType dtype = type.dtype();
            return new Likeness(
                    type.shape().dimensions().stream().sorted().toList(),
                    dtype.isFloat() ? Optional.empty() : Optional.of(dtype));
        }
    }

    private LostWeights(List<Lost> lost, List<Reinitialized> reinitialized) {
        this.lost = List.copyOf(lost);
        this.reinitialized = List.copyOf(reinitialized);
    }

    /** Those of these weights that could be one of these variables. */
    public static LostWeights among(List<Lost> weights, List<Reinitialized> variables) {
        Map<Likeness, List<Lost>> lostByLikeness = new LinkedHashMap<>();
        weights.forEach(weight -> lostByLikeness
                .computeIfAbsent(Likeness.of(weight.type()), likeness -> new ArrayList<>())
                .add(weight));
        Map<Likeness, List<Reinitialized>> reinitializedByLikeness = new LinkedHashMap<>();
        variables.forEach(variable -> reinitializedByLikeness
                .computeIfAbsent(Likeness.of(variable.type()), likeness -> new ArrayList<>())
                .add(variable));
        List<Lost> lost = new ArrayList<>();
        List<Reinitialized> reinitialized = new ArrayList<>();
        lostByLikeness.forEach((likeness, candidates) -> {
            if (reinitializedByLikeness.containsKey(likeness)) {
                lost.addAll(candidates);
                reinitialized.addAll(reinitializedByLikeness.get(likeness));
            }
        });
        return new LostWeights(lost, reinitialized);
    }

    /** Whether a variable of one type could be a weight of the other. */
    public static boolean couldBe(TensorType left, TensorType right) {
        return Likeness.of(left).equals(Likeness.of(right));
    }

    public boolean isEmpty() {
        return lost.isEmpty();
    }

    /** Every weight that could be one of the variables. */
    public List<Lost> lost() {
        return lost;
    }

    /** Every variable that could be one of the weights. */
    public List<Reinitialized> reinitialized() {
        return reinitialized;
    }
}
