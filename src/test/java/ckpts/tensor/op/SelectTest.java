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
import org.junit.jupiter.api.Test;

class SelectTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Select.of(Leaf.counting(3, 5, 4), 1, new long[] {4, 0, 0, 2});
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 4, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] order = {4, 0, 0, 2};
        int[] values = new int[48];
        for (int at = 0; at < 48; at++) {
            values[at] = (at / 16 * 5 + order[at / 4 % 4]) * 4 + at % 4;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "select 4 of 5 on axis 1";
    }

    @Test
    void noPositionAtAllGivesAnEmptyTensor() throws IOException {
        assertThat(bytes(Select.of(Leaf.counting(3, 5), 0, new long[0]))).isEmpty();
    }

    @Test
    void positionsOutsideTheAxisAreRefused() {
        assertThatThrownBy(() -> Select.of(Leaf.counting(3, 5), 1, new long[] {0, 5}))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot select position 5 of axis 1 of int32[3, 5]: it has 5 positions, the first is 0");
    }
}
