package ckpts.tensor.merging;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Promotion;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.ComparisonOperator;
import ckpts.tensor.op.ComputedOnce;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.ShapeFix;
import ckpts.tensor.op.UnaryOperation;
import ckpts.tensor.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merges of tensors of several models that a line of arithmetic cannot express. All floats; lazy. */
public final class Merging {
    /** Beyond this cosine, directions count as one and the way between them as straight. */
    private static final double PARALLEL = 0.9995;

    private Merging() {}

    /**
     * Spherical linear interpolation (Shoemake, "Animating rotation with quaternion curves", 1985) of two tensors, each
     * taken as one vector; linear where they point (nearly) the same or the opposite way, or one of them is zero.
     *
     * @param part 0 for the first, 1 for the second
     * @return of the common type of both
     * @throws TensorTypeException if shapes differ, or elements are not floats
     */
    public static Tensor slerp(Tensor left, Tensor right, double part) {
        requireAlike("slerp", left.type(), right.type());
        Tensor a = Cast.of(left, DType.FLOAT64);
        Tensor b = Cast.of(right, DType.FLOAT64);
        Tensor lengths = Arithmetic.multiply(total(Reduction.Kind.NORM, a), total(Reduction.Kind.NORM, b));
        Tensor cosine = Arithmetic.divide(total(Reduction.Kind.SUM, Arithmetic.multiply(a, b)), lengths);
        Tensor curved = ComparisonOperator.LESS.of(Arithmetic.abs(cosine), number(PARALLEL));
        Tensor angle = UnaryOperation.ACOS.of(cosine);
        Tensor mixed = Arithmetic.add(
                Arithmetic.multiply(a, share(angle, curved, 1 - part)),
                Arithmetic.multiply(b, share(angle, curved, part)));
        return Cast.of(mixed, Promotion.common(left.type().dtype(), right.type().dtype()));
    }

    private static Tensor share(Tensor angle, Tensor curved, double part) {
        Tensor onCircle = Arithmetic.divide(
                UnaryOperation.SIN.of(Arithmetic.multiply(angle, number(part))), UnaryOperation.SIN.of(angle));
        return ComputedOnce.of(Where.of(curved, onCircle, number(part)));
    }

    /**
     * TIES-Merging (Yadav, Tam, Choshen, Raffel and Bansal, "TIES-Merging: resolving interference when merging models",
     * NeurIPS 2023). Of each tensor's difference from the base only the entries of largest magnitude stay; the sign of
     * their weighted sum is elected; the weighted mean of the entries of that sign is added to the base.
     *
     * @param tuned at least one
     * @param density the share of entries that stay, of each tensor apart; entries as large as the least of these stay
     *     too
     * @param weights one for each, positive
     * @return of the base's type
     * @throws TensorTypeException if shapes differ, or elements are not floats
     */
    public static Tensor ties(Tensor base, List<Tensor> tuned, double density, double[] weights) {
        List<Tensor> trimmed = new ArrayList<>();
        for (Tensor one : tuned) {
            requireAlike("merge", base.type(), one.type());
            trimmed.add(trimmed(Arithmetic.subtract(one, base), density));
        }
        Tensor sum = Arithmetic.add(base, new DisjointMean(trimmed, weights));
        return Cast.of(sum, base.type().dtype());
    }

    private static Tensor trimmed(Tensor difference, double density) {
        long count = difference.type().shape().elementCount();
        long kept = Math.max(1, Math.min(count, Math.round(density * count)));
        if (kept >= count) {
            return difference;
        }
        Tensor magnitude = Arithmetic.abs(difference);
        Tensor zero = Constant.zeros(new TensorType(difference.type().dtype(), Shape.scalar()));
        // Not "at least as large": a NaN is neither, and must not vanish.
        return Where.of(ComparisonOperator.LESS.of(magnitude, KthLargest.of(magnitude, kept)), zero, difference);
    }

    private static Tensor total(Reduction.Kind kind, Tensor tensor) {
        return Reduction.of(kind, tensor, Optional.empty(), false);
    }

    private static Tensor number(double value) {
        return Constant.of(new TensorType(DType.FLOAT64, Shape.scalar()), value);
    }

    private static void requireAlike(String verb, TensorType a, TensorType b) {
        if (!a.shape().equals(b.shape())) {
            throw new TensorTypeException(
                    "cannot " + verb + " " + a + " and " + b + ": their shapes differ",
                    ShapeFix.toward(b.shape(), a.shape(), "the second"));
        }
        for (TensorType type : List.of(a, b)) {
            if (!type.dtype().isFloat()) {
                throw new TensorTypeException(
                        "cannot " + verb + " " + a + " and " + b + ": " + type.dtype() + " is not a float, cast it");
            }
        }
    }
}
