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
import org.junit.jupiter.api.Test;

class PadTest extends TensorContract {
    private static final TensorType SCALAR = new TensorType(DType.INT32, Shape.scalar());

    @Override
    protected Tensor tensor() {
        Tensor fill = Arithmetic.negate(Leaf.counting(7, 3, 9, 2));
        return Pad.of(Leaf.counting(4, 3, 5, 2), Shape.of(7, 3, 9, 2), fill);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(7, 3, 9, 2));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[7 * 3 * 9 * 2];
        for (int at = 0; at < values.length; at++) {
            int l = at % 2;
            int k = at / 2 % 9;
            int j = at / 18 % 3;
            int i = at / 54;
            values[at] = i < 4 && k < 5 ? ((i * 3 + j) * 5 + k) * 2 + l : -at;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "pad [4, 3, 5, 2] to [7, 3, 9, 2]";
    }

    @Test
    void newElementsComeFromTheFillAtTheSamePlace() throws IOException {
        Tensor padded = Pad.of(Leaf.counting(2, 2), Shape.of(3, 3), Constant.ofLong(SCALAR, 9));
        assertThat(bytes(padded)).isEqualTo(int32(0, 1, 9, 2, 3, 9, 9, 9, 9));
        Tensor row = Constant.list(DType.INT32, List.of(7, 8));
        assertThat(bytes(Pad.of(Leaf.counting(1, 2), Shape.of(3, 2), row))).isEqualTo(int32(0, 1, 7, 8, 7, 8));
    }

    @Test
    void anEmptyTensorIsPaddedToFillAlone() throws IOException {
        Tensor padded = Pad.of(Leaf.counting(0, 2), Shape.of(2, 2), Constant.ofLong(SCALAR, 5));
        assertThat(bytes(padded)).isEqualTo(int32(5, 5, 5, 5));
    }

    @Test
    void largerRowsThanTheWindowArePaddedToo() throws IOException {
        Tensor padded = Pad.of(Leaf.counting(3, 20_000), Shape.of(4, 20_001), Leaf.counting(4, 20_001));
        byte[] bytes = bytes(padded);
        assertThat(bytes(Slice.along(padded, 1, 0, 2)))
                .isEqualTo(int32(0, 1, 20_000, 20_001, 40_000, 40_001, 60_003, 60_004));
        assertThat(bytes).hasSize(4 * 20_001 * 4);
        assertThat(bytes(Slice.along(padded, 1, 19_999, 20_001)))
                .isEqualTo(int32(19_999, 20_000, 39_999, 40_001, 59_999, 60_002, 80_002, 80_003));
    }

    @Test
    void paddingToTheSameShapeIsTheInput() {
        Leaf leaf = Leaf.counting(2, 2);
        assertThat(Pad.of(leaf, Shape.of(2, 2), Constant.ofLong(SCALAR, 1))).isSameAs(leaf);
    }

    @Test
    void smallerTargetsAndOtherTypesAreRefused() {
        Leaf leaf = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Pad.of(leaf, Shape.of(3, 2), Constant.ofLong(SCALAR, 1)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot pad int32[2, 3] to [3, 2]: axis 1 has 3 positions, more than 2");
        assertThatThrownBy(() -> Pad.of(leaf, Shape.of(6), Constant.ofLong(SCALAR, 1)))
                .hasMessage("cannot pad int32[2, 3] to [6]: it has 2 axes");
        assertThatThrownBy(() -> Pad.of(leaf, Shape.of(3, 3), Leaf.float32(Shape.scalar(), 1)))
                .hasMessage("cannot pad int32[2, 3] with float32[]: cast one of them");
    }
}
