package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcatTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Concat.of(
                List.of(Leaf.counting(5, 3, 7), Arithmetic.negate(Leaf.counting(5, 1, 7)), Leaf.counting(5, 2, 7)), 1);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(5, 6, 7));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[5 * 6 * 7];
        for (int at = 0; at < values.length; at++) {
            int k = at % 7;
            int j = at / 7 % 6;
            int i = at / 42;
            values[at] = j < 3 ? (i * 3 + j) * 7 + k : j < 4 ? -(i * 7 + k) : (i * 2 + j - 4) * 7 + k;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "concat 3 tensors on axis 1";
    }

    @Test
    void alongTheFirstAxisPartsFollowEachOther() throws IOException {
        assertThat(bytes(Concat.of(List.of(Leaf.counting(1, 2), Leaf.counting(2, 2)), 0)))
                .isEqualTo(int32(0, 1, 0, 1, 2, 3));
    }

    @Test
    void manyPartsNeedTheMemoryOfOne() throws IOException {
        List<Tensor> parts = IntStream.range(0, 2000)
                .<Tensor>mapToObj(i -> Transpose.reversed(Leaf.counting(50, 40)))
                .toList();
        assertThat(bytes(Concat.of(parts, 0))).hasSize(2000 * 50 * 40 * 4);
    }

    @Test
    void partsWithoutElementsAreLeftOut() throws IOException {
        Leaf only = Leaf.counting(2, 2);
        assertThat(Concat.of(List.of(Leaf.counting(0, 2), only), 0)).isSameAs(only);
        assertThat(Concat.of(List.of(Leaf.counting(0, 2), Leaf.counting(0, 2)), 0)
                        .type()
                        .shape())
                .isEqualTo(Shape.of(0, 2));
    }

    @Test
    void aStackHasOneAxisMore() throws IOException {
        Tensor first = Leaf.counting(2, 2);
        Tensor second = Arithmetic.negate(first);
        assertThat(Concat.stacked(List.of(first, second), 0).type().shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(bytes(Concat.stacked(List.of(first, second), 0))).isEqualTo(int32(0, 1, 2, 3, 0, -1, -2, -3));
        assertThat(bytes(Concat.stacked(List.of(first, second), 2))).isEqualTo(int32(0, 0, 1, -1, 2, -2, 3, -3));
        Tensor scalar = Leaf.counting();
        assertThat(Concat.stacked(List.of(scalar, scalar, scalar), 0).type().shape())
                .isEqualTo(Shape.of(3));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Leaf wide = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Concat.of(List.of(wide, wide, Leaf.counting(2, 2)), 0))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot concat int32[2, 3] and int32[2, 2] (number 1 and number 3) on axis 0:"
                        + " all other axes must agree");
        assertThatThrownBy(() -> Concat.of(List.of(wide, Cast.of(wide, DType.FLOAT32)), 0))
                .hasMessage("cannot concat int32[2, 3] and float32[2, 3] (number 1 and number 2) on axis 0:"
                        + " cast one of them");
        assertThatThrownBy(() -> Concat.of(List.of(wide, wide), 2))
                .hasMessage("cannot concat int32[2, 3] on axis 2: its axes are 0 to 1");
        assertThatThrownBy(() -> Concat.stacked(List.of(wide, Leaf.counting(2, 2)), 0))
                .hasMessage("cannot stack int32[2, 3] and int32[2, 2] (number 1 and number 2): they differ");
        assertThatThrownBy(() -> Concat.stacked(List.of(wide), 3))
                .hasMessage("cannot stack int32[2, 3] on axis 3: a new axis can be 0 to 2");
    }
}
