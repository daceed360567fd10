package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.initializer.Bernoulli;
import ckpts.tensor.initializer.DefaultInitializer;
import ckpts.tensor.initializer.Fill;
import ckpts.tensor.initializer.Identity;
import ckpts.tensor.initializer.Initializer;
import ckpts.tensor.initializer.KerasUniform;
import ckpts.tensor.initializer.Normal;
import ckpts.tensor.initializer.Orthogonal;
import ckpts.tensor.initializer.TruncatedNormal;
import ckpts.tensor.initializer.Uniform;
import ckpts.tensor.initializer.VarianceScaling;
import ckpts.tensor.merging.KthLargest;
import ckpts.tensor.merging.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** A tensor of every operation and initializer, called by what makes it, for {@link EveryOperationTest}. */
final class OperationCases {
    private static final TensorType MATRIX = new TensorType(DType.FLOAT32, Shape.of(45, 37));
    private static final Interpolation BICUBIC = new Interpolation(Interpolation.Kernel.BICUBIC, false, false);

    /** @param name the factory's class and method; after a blank the constant that it is asked for, or a variant */
    record Case(String name, Supplier<Tensor> tensor) {
        /** Whether this is a case of a factory, or of one of its constants. */
        boolean isOf(String factory) {
            return name.equals(factory) || name.startsWith(factory + " ");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Case> cases = new ArrayList<>();

    private OperationCases() {}

    static List<Case> all() {
        OperationCases operations = new OperationCases();
        operations.elementwise();
        operations.casts();
        operations.moves();
        operations.sums();
        operations.merging();
        operations.constants();
        operations.initializers();
        return List.copyOf(operations.cases);
    }

    private void add(String name, Supplier<Tensor> tensor) {
        cases.add(new Case(name, tensor));
    }

    /** The same numbers for the same arguments. */
    private static Leaf reals(long seed, long... sizes) {
        Shape shape = Shape.of(sizes);
        return Leaf.float32(
                shape, new Random(seed).doubles(shape.elementCount(), -3, 3).toArray());
    }

    /** Elements of every bit pattern that this many bytes have. */
    private static Tensor codes(DType dtype, long count) {
        byte[] bytes = new byte[(int) count * dtype.width()];
        new Random(dtype.ordinal()).nextBytes(bytes);
        return Leaf.of(dtype, Shape.of(count), bytes);
    }

    private static Tensor matrix() {
        return reals(1, 45, 37);
    }

    private static Tensor other() {
        return reals(2, 45, 37);
    }

    private static Tensor column() {
        return reals(3, 45, 1);
    }

    private static Tensor flags() {
        return ComparisonOperator.LESS.of(column(), Constant.zeros(new TensorType(DType.FLOAT32, Shape.scalar())));
    }

    private void elementwise() {
        add("Arithmetic.add", () -> Arithmetic.add(matrix(), column()));
        add("Arithmetic.subtract", () -> Arithmetic.subtract(column(), matrix()));
        add("Arithmetic.multiply", () -> Arithmetic.multiply(matrix(), other()));
        add("Arithmetic.multiply complex", () -> Arithmetic.multiply(complex(500), complex(500)));
        add("Arithmetic.divide", () -> Arithmetic.divide(matrix(), column()));
        add("Arithmetic.divide integers", () -> Arithmetic.divide(Leaf.counting(70), Leaf.counting(70)));
        add("Arithmetic.power", () -> Arithmetic.power(Arithmetic.abs(matrix()), column()));
        add("Arithmetic.power integers", () -> Arithmetic.power(codes(DType.INT8, 300), codes(DType.UINT8, 300)));
        add("Arithmetic.minimum", () -> Arithmetic.minimum(matrix(), column()));
        add("Arithmetic.minimum integers", () -> Arithmetic.minimum(codes(DType.UINT64, 300), Leaf.counting(300)));
        add("Arithmetic.maximum", () -> Arithmetic.maximum(matrix(), column()));
        add("Arithmetic.negate", () -> Arithmetic.negate(matrix()));
        add("Arithmetic.abs", () -> Arithmetic.abs(matrix()));
        add("Arithmetic.sqrt", () -> Arithmetic.sqrt(matrix()));
        add("Arithmetic.exp", () -> Arithmetic.exp(matrix()));
        add("Arithmetic.log", () -> Arithmetic.log(matrix()));
        for (UnaryOperation operation : UnaryOperation.values()) {
            add("UnaryOperation.of " + operation, () -> operation.of(matrix()));
            add("UnaryOperation.of " + operation + " integers", () -> operation.of(Leaf.counting(90)));
        }
        for (ComparisonOperator relation : ComparisonOperator.values()) {
            add("ComparisonOperator.of " + relation, () -> relation.of(matrix(), column()));
            add(
                    "ComparisonOperator.of " + relation + " integers",
                    () -> relation.of(codes(DType.UINT64, 90), Leaf.counting(90)));
        }
        add("Where.of", () -> Where.of(flags(), matrix(), other()));
    }

    private static Tensor complex(long count) {
        double[] parts = new Random(count).doubles(2 * count, -3, 3).toArray();
        return Leaf.of(DType.COMPLEX64, Shape.of(count), TensorContract.float32(parts));
    }

    private void casts() {
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                if (from.isNumeric() && to.isNumeric()) {
                    add("Cast.of " + from + " to " + to, () -> Cast.of(codes(from, 200), to));
                }
            }
        }
    }

    private void moves() {
        add("Broadcast.of", () -> Broadcast.of(column(), Shape.of(3, 45, 11)));
        add(
                "RoundedOnce.of",
                () -> RoundedOnce.of(
                        Arithmetic.add(matrix(), other()),
                        Arithmetic.add(Cast.of(matrix(), DType.FLOAT64), other()),
                        DType.BFLOAT16));
        add("Concat.of", () -> Concat.of(List.of(matrix(), column(), other()), 1));
        add("Concat.stacked", () -> Concat.stacked(List.of(matrix(), other()), 1));
        add("Flip.of", () -> Flip.of(matrix(), 1));
        add("Flip.of first axis", () -> Flip.of(matrix(), 0));
        add("Gather.of", () -> Gather.of(matrix(), 1, new long[] {36, 0, 5, 5, 6, 7}));
        add("Pad.of", () -> Pad.of(matrix(), Shape.of(50, 41), fill()));
        add("Reshape.of", () -> Reshape.of(matrix(), Shape.of(5, 333)));
        add("Reshape.infer", () -> Reshape.infer(matrix(), -1, 9));
        add(
                "Resize.of nearest",
                () -> Resize.of(
                        matrix(), Shape.of(50, 20), new Interpolation(Interpolation.Kernel.NEAREST, false, false)));
        add("Resize.of", () -> Resize.of(matrix(), Shape.of(50, 20), BICUBIC));
        add("Resize.tokens", () -> Resize.tokens(matrix(), 0, 1, List.of(4L, 11L), List.of(5L, 7L), BICUBIC));
        add("Slice.of", () -> Slice.of(matrix(), new long[] {1, 0}, new long[] {44, 37}, new long[] {3, 2}));
        add("Slice.along", () -> Slice.along(matrix(), 1, 3, 30));
        add(
                "StorageView.of",
                () -> StorageView.of(Leaf.counting(5000), Shape.of(40, 30, 3), 7, new long[] {1, 50, 1000}));
        add("Transpose.of", () -> Transpose.of(reals(4, 12, 13, 14), new int[] {2, 0, 1}));
        add("Transpose.reversed", () -> Transpose.reversed(matrix()));
        add("Rearrange.of", () -> Rearrange.parse("(a b) c -> b (c a)").of(matrix(), Map.of("a", 5L)));
        add(
                "AxisLayout.to",
                () -> new AxisLayout("in_out", List.of("in", "out"))
                        .to(new AxisLayout("out_in", List.of("out", "in")), matrix()));
        FusedHeads blocked = new FusedHeads(false, 4, 2, 0);
        FusedHeads interleaved = new FusedHeads(true, 4, 2, 0);
        add("FusedHeads.to", () -> blocked.to(interleaved, reals(5, 48, 7)));
        add("FusedHeads.parts", () -> interleaved.parts(reals(5, 48, 7)).get(1));
        add("FusedHeads.fused", () -> interleaved.fused(List.of(reals(5, 24, 7), reals(6, 12, 7), reals(7, 12, 7))));
    }

    private static Tensor fill() {
        return reals(3, 1, 41);
    }

    private void sums() {
        for (Reduction.Kind kind : Reduction.Kind.values()) {
            add("Reduction.of " + kind, () -> Reduction.of(kind, matrix(), Optional.of(new int[] {0}), false));
            add("Reduction.of " + kind + " of all", () -> Reduction.of(kind, matrix(), Optional.empty(), true));
        }
        add("Reduction.std", () -> Reduction.std(matrix(), Optional.of(new int[] {1}), true));
        add("ComputedOnce.of", () -> ComputedOnce.of(Slice.along(Slice.along(matrix(), 0, 0, 1), 1, 0, 1)));
        add("KthLargest.of", () -> KthLargest.of(matrix(), 99));
        add("MatMul.of", () -> MatMul.of(reals(5, 3, 20, 17), reals(6, 17, 24)));
        add("MatMul.of integers", () -> MatMul.of(Leaf.counting(30, 20), Leaf.counting(20, 24)));
        add(
                "MatMul.of complex",
                () -> MatMul.of(
                        Reshape.of(complex(300), Shape.of(15, 20)), Reshape.of(complex(240), Shape.of(20, 12))));
        add("MatMul.outer", () -> MatMul.outer(reals(5, 60), reals(6, 30)));
    }

    private void merging() {
        add("Merging.slerp", () -> Merging.slerp(matrix(), other(), 0.3));
        add("Merging.ties", () -> Merging.ties(matrix(), List.of(other(), reals(7, 45, 37)), 0.2, new double[] {1, 2}));
    }

    private void constants() {
        TensorType shorts = new TensorType(DType.INT16, Shape.of(5000));
        add("Constant.zeros", () -> Constant.zeros(shorts));
        add("Constant.of", () -> Constant.of(MATRIX, 0.1));
        add("Constant.ofLong", () -> Constant.ofLong(shorts, -300));
        add("Constant.literal", () -> Constant.literal(1L, DType.INT8));
        add("Constant.list", () -> Constant.list(DType.BFLOAT16, List.of(List.of(1, 0.1), List.of(2, 3))));
    }

    private void initializers() {
        initializer("Bernoulli.create", new Bernoulli(0.3, 7));
        initializer("DefaultInitializer.create", new DefaultInitializer(7));
        initializer("Fill.zeros", Fill.zeros());
        initializer("Fill.ones", Fill.ones());
        initializer("Fill.of", Fill.of(0.1));
        initializer("Identity.create", new Identity(2));
        initializer("Normal.create", new Normal(1, 2, 7));
        initializer("Orthogonal.create", new Orthogonal(1, 7));
        initializer("TruncatedNormal.create", new TruncatedNormal(1, 2, 7));
        initializer("Uniform.create", new Uniform(-1, 1, 7));
        add(
                "Uniform.create integers",
                () -> new Uniform(-5, 100, 7).create(new TensorType(DType.INT8, Shape.of(999)), "x"));
        initializer("VarianceScaling.glorotUniform", VarianceScaling.glorotUniform(7));
        initializer("VarianceScaling.glorotNormal", VarianceScaling.glorotNormal(7));
        initializer("VarianceScaling.heUniform", VarianceScaling.heUniform(7));
        initializer("VarianceScaling.heNormal", VarianceScaling.heNormal(7));
        initializer("VarianceScaling.lecunUniform", VarianceScaling.lecunUniform(7));
        initializer("VarianceScaling.lecunNormal", VarianceScaling.lecunNormal(7));
        initializer("KerasUniform.randomUniform", KerasUniform.randomUniform(-1, 1, 7));
        initializer("KerasUniform.glorotUniform", KerasUniform.glorotUniform(7));
        initializer("KerasUniform.heUniform", KerasUniform.heUniform(7));
        initializer("KerasUniform.lecunUniform", KerasUniform.lecunUniform(7));
    }

    private void initializer(String name, Initializer initializer) {
        add(name, () -> initializer.create(MATRIX, "dense/kernel"));
    }
}
