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

class RoundedOnceTest extends TensorContract {
    private static final Shape SHAPE = Shape.of(50, 20);

    private static Tensor leaf() {
        return Leaf.float32(
                SHAPE,
                java.util.stream.IntStream.range(0, 1000).mapToDouble(i -> i).toArray());
    }

    private static Tensor third(DType dtype) {
        return Constant.of(new TensorType(dtype, Shape.scalar()), 1 / 3.0);
    }

    @Override
    protected Tensor tensor() {
        return RoundedOnce.of(
                Arithmetic.multiply(leaf(), third(DType.FLOAT32)),
                Arithmetic.multiply(Cast.of(leaf(), DType.FLOAT64), third(DType.FLOAT64)),
                DType.FLOAT32);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, SHAPE);
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1000; i++) {
            out.putFloat((float) (i * (1 / 3.0)));
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "multiply";
    }

    @Test
    void roundingToAnotherTypeIsShownAndItsLossesAreCounted() throws IOException {
        Tensor plain = Arithmetic.multiply(leaf(), third(DType.FLOAT32));
        Tensor exact = Arithmetic.multiply(
                Cast.of(leaf(), DType.FLOAT64), Constant.of(new TensorType(DType.FLOAT64, Shape.scalar()), 1e5));
        Tensor rounded = RoundedOnce.of(plain, exact, DType.FLOAT16);
        assertThat(rounded.describe()).isEqualTo("cast float32 to float16");
        assertThat(rounded.inputs()).containsExactly(plain);
        assertThat(losses(rounded.observedCast().orElseThrow(), rounded).overflowed())
                .isEqualTo(999);
        assertThat(tensor().observedCast()).isEmpty();
    }
}
