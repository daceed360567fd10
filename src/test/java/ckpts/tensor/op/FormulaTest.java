package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of elementwise operations: the bytes of the nodes one by one, each computed once. */
class FormulaTest {
    private static final long MEMORY = 64 << 20;
    private static final Shape SHAPE = Shape.of(100, 100);

    private static long memory(Tensor tensor) throws IOException {
        Scratch scratch = Scratch.rehearsal(MEMORY, MEMORY);
        tensor.open(scratch).close();
        return scratch.peak();
    }

    private static Leaf random(DType dtype, Random random) {
        int count = (int) SHAPE.elementCount();
        byte[] bytes = new byte[count * dtype.width()];
        random.nextBytes(bytes);
        if (dtype == DType.BOOL) {
            for (int i = 0; i < count; i++) {
                bytes[i] &= 1;
            }
        }
        return Leaf.of(dtype, SHAPE, bytes);
    }

    @Test
    void whatOccursTwiceIsReadOnce() throws IOException {
        Leaf alone = Leaf.counting(100, 100);
        TensorContract.bytes(Arithmetic.negate(alone));
        Leaf twice = Leaf.counting(100, 100);
        Tensor sum = Arithmetic.add(twice, Arithmetic.multiply(twice, twice));
        TensorContract.bytes(sum);

        assertThat(twice.reads()).isEqualTo(alone.reads());
        assertThat(sum.demands(Terms.of(MEMORY))).hasSize(1);
    }

    @Test
    void whatSaysTheSameOfTheSameIsComputedOnce() throws IOException {
        Leaf a = Leaf.counting(100, 100);
        Leaf b = Leaf.counting(100, 100);
        Tensor one = Arithmetic.multiply(a, b);
        Tensor written = Arithmetic.add(Arithmetic.multiply(a, b), Arithmetic.multiply(a, b));

        assertThat(memory(written)).isEqualTo(memory(Arithmetic.add(one, one)));
        assertThat(memory(Arithmetic.add(Arithmetic.multiply(a, b), Arithmetic.multiply(b, a))))
                .isGreaterThan(memory(written));
    }

    @Test
    void theMemoryDependsOnTheWidthOfTheTreeNotOnItsDepth() throws IOException {
        Leaf leaf = Leaf.counting(100, 100);
        Tensor deep = Arithmetic.add(leaf, leaf);
        long shallow = memory(Arithmetic.add(deep, leaf));
        for (int i = 0; i < 50; i++) {
            deep = Arithmetic.add(deep, leaf);
        }
        assertThat(memory(deep)).isEqualTo(shallow);
    }

    @Test
    void castsCountTheirLossesApart() throws IOException {
        Leaf large = Leaf.float32(Shape.of(2), 1e30, 1);
        Tensor one = Cast.of(large, DType.FLOAT16);
        Tensor other = Cast.of(large, DType.FLOAT16);
        Tensor sum = Arithmetic.add(one, other);

        assertThat(TensorContract.losses(one, sum).overflowed()).isEqualTo(1);
        assertThat(TensorContract.losses(other, sum).overflowed()).isEqualTo(1);
    }

    /** Random trees over leaves of all kinds of numbers, against the same operations with bytes in between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theBytesAreThoseOfTheNodesOneByOne(long seed) throws IOException {
        Random random = new Random(seed);
        List<Tensor> together = new ArrayList<>();
        List<Tensor> apart = new ArrayList<>();
        for (DType dtype : List.of(
                DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64, DType.INT8, DType.UINT64, DType.BOOL)) {
            Leaf leaf = random(dtype, random);
            together.add(leaf);
            apart.add(leaf);
        }
        for (int i = 0; i < 30; i++) {
            int a = random.nextInt(together.size());
            int b = random.nextInt(together.size());
            int kind = random.nextInt(7);
            Tensor computed = combine(kind, together.get(a), together.get(b));
            together.add(computed);
            apart.add(materialized(combine(kind, apart.get(a), apart.get(b))));
        }
        for (int i = 0; i < together.size(); i++) {
            assertThat(TensorContract.bytes(together.get(i)))
                    .as("node %d: %s", i, together.get(i).type())
                    .isEqualTo(TensorContract.bytes(apart.get(i)));
        }
    }

    private static Tensor combine(int kind, Tensor a, Tensor b) {
        return switch (kind) {
            case 0 -> Arithmetic.add(a, b);
            case 1 -> Arithmetic.multiply(a, b);
            case 2 -> Arithmetic.maximum(a, b);
            case 3 -> Where.of(ComparisonOperator.LESS.of(a, b), b, a);
            case 4 -> Arithmetic.sqrt(Arithmetic.multiply(a, a));
            case 5 -> Arithmetic.add(a, Constant.ofLong(new TensorType(b.type().dtype(), Shape.scalar()), 1));
            default -> Cast.of(a, b.type().dtype());
        };
    }

    private static Tensor materialized(Tensor tensor) throws IOException {
        return Leaf.of(tensor.type().dtype(), tensor.type().shape(), TensorContract.bytes(tensor));
    }
}
