package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ComputedOnceTest extends TensorContract {
    private static Tensor once(Tensor tensor) {
        return ComputedOnce.of(tensor);
    }

    /** A single element of a tensor that is not a sum, so that it is this class alone that keeps it. */
    @Override
    protected Tensor tensor() {
        return once(Slice.along(Leaf.counting(50), 0, 7, 8));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(1));
    }

    @Override
    protected byte[] expectedBytes() {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(7).array();
    }

    @Override
    protected String expectedDescription() {
        return "slice [7:8]";
    }

    @Test
    void whatIsKnownIsNotReadAgain() throws IOException {
        Leaf leaf = Leaf.counting(50);
        Tensor one = once(Slice.along(leaf, 0, 7, 8));
        assertThat(bytes(one)).isEqualTo(expectedBytes());
        long reads = leaf.reads();
        assertThat(bytes(one)).isEqualTo(expectedBytes());
        assertThat(leaf.reads()).isEqualTo(reads).isPositive();
    }

    @Test
    void severalElementsAreNotKept() {
        Leaf leaf = Leaf.counting(2);
        assertThat(once(leaf)).isSameAs(leaf);
    }
}
