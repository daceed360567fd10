package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransposeTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Transpose.of(Leaf.counting(3, 5, 7), new int[] {2, 0, 1});
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(7, 3, 5));
    }

    @Override
    protected byte[] expectedBytes() {
        return int32(permuted(new int[] {3, 5, 7}, new int[] {2, 0, 1}));
    }

    @Override
    protected String expectedDescription() {
        return "transpose by [2, 0, 1]";
    }

    /** Element by element, by the definition: result[i[p0], i[p1], ...] = input[i0, i1, ...]. */
    private static int[] permuted(int[] sizes, int[] permutation) {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        int[] result = new int[count];
        for (int element = 0; element < count; element++) {
            int[] index = new int[sizes.length];
            int rest = element;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                index[axis] = rest % sizes[axis];
                rest /= sizes[axis];
            }
            int place = 0;
            for (int axis : permutation) {
                place = place * sizes[axis] + index[axis];
            }
            result[place] = element;
        }
        return result;
    }

    @Test
    void aMatrixIsMirroredAtItsDiagonal() throws IOException {
        assertThat(bytes(Transpose.reversed(Leaf.counting(2, 3)))).isEqualTo(int32(0, 3, 1, 4, 2, 5));
    }

    @Test
    void anyPermutationOfAnySizesFollowsTheDefinition() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int rank = 1 + random.nextInt(5);
            int[] sizes = new int[rank];
            long[] dimensions = new long[rank];
            int[] permutation = new int[rank];
            for (int axis = 0; axis < rank; axis++) {
                sizes[axis] = 1 + random.nextInt(6);
                dimensions[axis] = sizes[axis];
                int place = random.nextInt(axis + 1);
                permutation[axis] = permutation[place];
                permutation[place] = axis;
            }
            assertThat(bytes(Transpose.of(Leaf.counting(dimensions), permutation)))
                    .isEqualTo(int32(permuted(sizes, permutation)));
        }
    }

    @Test
    void manySmallTilesGiveTheSameBytes() throws IOException {
        int[][] shapes = {{300, 41}, {41, 300}, {5000, 3}, {3, 5000}, {20, 9, 70}};
        for (int[] sizes : shapes) {
            long[] dimensions = java.util.Arrays.stream(sizes).asLongStream().toArray();
            int[] permutation = sizes.length == 2 ? new int[] {1, 0} : new int[] {2, 1, 0};
            Tensor tensor = Transpose.of(Leaf.counting(dimensions), permutation);
            ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize());
            try (TensorReader reader = tensor.open(new Scratch(90_000))) {
                reader.read(0, all);
            }
            assertThat(all.array()).isEqualTo(int32(permuted(sizes, permutation)));
        }
    }

    @Test
    void elementsOfEveryWidthMove() throws IOException {
        for (DType dtype : new DType[] {DType.INT8, DType.FLOAT16, DType.FLOAT64, DType.COMPLEX128, DType.QINT8}) {
            byte[] content = new byte[6 * dtype.width()];
            new Random(2).nextBytes(content);
            byte[] moved = bytes(Transpose.reversed(Leaf.of(dtype, Shape.of(2, 3), content)));
            int[] order = {0, 3, 1, 4, 2, 5};
            for (int place = 0; place < 6; place++) {
                for (int b = 0; b < dtype.width(); b++) {
                    assertThat(moved[place * dtype.width() + b]).isEqualTo(content[order[place] * dtype.width() + b]);
                }
            }
        }
    }

    @Test
    void aLargeMatrixIsReadInRunsNotElementByElement() throws IOException {
        Leaf leaf = Leaf.counting(700, 900);
        assertThat(bytes(Transpose.reversed(leaf))).hasSize(700 * 900 * 4);
        assertThat(leaf.reads()).isLessThanOrEqualTo(700);
    }

    @Test
    void emptyTensorsHaveNothingToMove() throws IOException {
        assertThat(bytes(Transpose.of(Leaf.counting(3, 0, 2), new int[] {2, 0, 1})))
                .isEmpty();
    }

    @Test
    void theIdentityIsTheInputItself() {
        Leaf leaf = Leaf.counting(2, 3);
        assertThat(Transpose.of(leaf, new int[] {0, 1})).isSameAs(leaf);
    }

    @Test
    void aListThatIsNotAPermutationIsRefused() {
        assertThatThrownBy(() -> Transpose.of(Leaf.counting(2, 3), new int[] {0, 0}))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot transpose int32[2, 3] by [0, 0]: each axis 0 to 1 must occur once");
        assertThatThrownBy(() -> Transpose.of(Leaf.counting(2, 3), new int[] {0}))
                .hasMessage("cannot transpose int32[2, 3] by [0]: each axis 0 to 1 must occur once");
    }
}
