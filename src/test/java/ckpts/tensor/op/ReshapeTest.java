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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReshapeTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Reshape.of(Leaf.counting(4, 6), Shape.of(2, 3, 4));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(2, 3, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        return int32(IntStream.range(0, 24).toArray());
    }

    @Override
    protected String expectedDescription() {
        return "reshape [4, 6] to [2, 3, 4]";
    }

    @Test
    void theSizeLeftOpenTakesWhatIsLeft() {
        assertThat(Reshape.infer(Leaf.counting(4, 6), 3, -1).type().shape()).isEqualTo(Shape.of(3, 8));
        assertThat(Reshape.infer(Leaf.counting(4, 6), -1).type().shape()).isEqualTo(Shape.of(24));
    }

    @Test
    void elementsWithoutFixedWidthKeepTheirBytes() throws IOException {
        Tensor strings = Reshape.of(Leaf.of(DType.STRING, Shape.of(2), new byte[] {1, 2, 3}), Shape.of(2, 1));
        assertThat(strings.byteSize()).isEqualTo(3);
        assertThat(bytes(strings)).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void otherElementCountsAreRefused() {
        Leaf leaf = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Reshape.of(leaf, Shape.of(4, 2)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot reshape int32[2, 3] (6 elements) to [4, 2] (8 elements)");
        assertThatThrownBy(() -> Reshape.infer(leaf, 4, -1))
                .hasMessage("cannot reshape int32[2, 3] (6 elements) to [4, -1]: 6 is not a multiple of 4");
        assertThatThrownBy(() -> Reshape.infer(leaf, -1, -1))
                .hasMessage(
                        "cannot reshape int32[2, 3] to [-1, -1]: sizes must not be negative, and at most one can be -1");
    }
}
