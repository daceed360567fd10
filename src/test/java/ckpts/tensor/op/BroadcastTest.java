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

class BroadcastTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Broadcast.of(Leaf.counting(3, 1, 4), Shape.of(2, 3, 5, 4));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(2, 3, 5, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[120];
        for (int at = 0; at < 120; at++) {
            values[at] = at / 20 % 3 * 4 + at % 4;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "broadcast [3, 1, 4] to [2, 3, 5, 4]";
    }

    @Test
    void aScalarIsEverywhere() throws IOException {
        assertThat(bytes(Broadcast.of(Leaf.float32(Shape.scalar(), 2.5), Shape.of(2, 2))))
                .isEqualTo(float32(2.5, 2.5, 2.5, 2.5));
    }

    @Test
    void longRowsRepeat() throws IOException {
        Tensor rows = Broadcast.of(Leaf.counting(30_000), Shape.of(3, 30_000));
        assertThat(bytes(Slice.along(rows, 1, 29_999, 30_000))).isEqualTo(int32(29_999, 29_999, 29_999));
    }

    @Test
    void otherSizesAreRefused() {
        assertThatThrownBy(() -> Broadcast.of(Leaf.counting(2, 3), Shape.of(3, 3)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot broadcast int32[2, 3] to [3, 3]: counted from the last axis, sizes must be equal"
                        + " or 1");
        assertThatThrownBy(() -> Broadcast.of(Leaf.counting(1, 3), Shape.of(3)))
                .hasMessage("cannot broadcast int32[1, 3] to [3]: counted from the last axis, sizes must be equal or"
                        + " 1");
    }
}
