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

class ConcatTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Concat.of(List.of(Leaf.counting(3, 2, 4), Leaf.counting(3, 0, 4), Leaf.counting(3, 5, 4)), 1);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 7, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[84];
        for (int at = 0; at < 84; at++) {
            int i = at / 28;
            int within = at % 28;
            values[at] = within < 8 ? i * 8 + within : i * 20 + within - 8;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "concat of 3 on axis 1";
    }

    @Test
    void rowsFollowEachOther() throws IOException {
        Tensor both = Concat.of(List.of(Leaf.counting(1, 2), Leaf.counting(2, 2)), 0);
        assertThat(bytes(both)).isEqualTo(int32(0, 1, 0, 1, 2, 3));
    }

    @Test
    void oneTensorAloneIsItself() {
        Leaf leaf = Leaf.counting(2);
        assertThat(Concat.of(List.of(leaf), 0)).isSameAs(leaf);
    }

    @Test
    void unequalPartsAreRefused() {
        Leaf leaf = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Concat.of(List.of(leaf, Leaf.counting(2, 4)), 0))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot concat int32[2, 3] and int32[2, 4] on axis 0: all other sizes must be equal");
        assertThatThrownBy(() -> Concat.of(List.of(leaf, Leaf.counting(6)), 1))
                .hasMessage("cannot concat int32[2, 3] and int32[6] on axis 1: all other sizes must be equal");
        assertThatThrownBy(() -> Concat.of(List.of(leaf, Leaf.float32(Shape.of(1, 2), 1, 2)), 0))
                .hasMessage("cannot concat int32[2, 3] and float32[1, 2]: cast one of them");
        assertThatThrownBy(() -> Concat.of(List.of(leaf, leaf), 2))
                .hasMessage("cannot concat int32[2, 3] on axis 2: its axes are 0 to 1");
    }
}
