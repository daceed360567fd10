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
    private final List<Made> made;

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
    public record Made(String name, TensorType type) {
        public Made {
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
    public record Kin(List<Long> sizes, Optional<DType> elements) {
        public static Kin of(TensorType type) {
            DType dtype = type.dtype();
            return new Kin(
                    type.shape().dimensions().stream().sorted().toList(),
                    dtype.isFloat() ? Optional.empty() : Optional.of(dtype));
        }
    }

    private LostWeights(List<Lost> lost, List<Made> made) {
        this.lost = List.copyOf(lost);
        this.made = List.copyOf(made);
    }

    /** Those of these weights that could be one of these variables. */
    public static LostWeights among(List<Lost> weights, List<Made> variables) {
        Map<Kin, List<Lost>> lostByKin = new LinkedHashMap<>();
        weights.forEach(weight -> lostByKin
                .computeIfAbsent(Kin.of(weight.type()), kin -> new ArrayList<>())
                .add(weight));
        Map<Kin, List<Made>> madeByKin = new LinkedHashMap<>();
        variables.forEach(variable -> madeByKin
                .computeIfAbsent(Kin.of(variable.type()), kin -> new ArrayList<>())
                .add(variable));
        List<Lost> lost = new ArrayList<>();
        List<Made> made = new ArrayList<>();
        lostByKin.forEach((kin, candidates) -> {
            if (madeByKin.containsKey(kin)) {
                lost.addAll(candidates);
                made.addAll(madeByKin.get(kin));
            }
        });
        return new LostWeights(lost, made);
    }

    /** Whether a variable of one type could be a weight of the other. */
    public static boolean areKin(TensorType left, TensorType right) {
        return Kin.of(left).equals(Kin.of(right));
    }

    public boolean isEmpty() {
        return lost.isEmpty();
    }

    /** Every weight that could be one of the variables. */
    public List<Lost> lost() {
        return lost;
    }

    /** Every variable that could be one of the weights. */
    public List<Made> made() {
        return made;
    }
}
