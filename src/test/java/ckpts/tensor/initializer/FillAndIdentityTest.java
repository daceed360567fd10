package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FillAndIdentityTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return new Identity(0.5).create(expectedType(), "k");
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, Shape.of(40, 30));
    }

    @Override
    protected byte[] expectedBytes() {
        double[] values = new double[1200];
        for (int i = 0; i < 30; i++) {
            values[i * 31] = 0.5;
        }
        return float32(values);
    }

    @Override
    protected String expectedDescription() {
        return "identity(gain = 0.5) for \"k\"";
    }

    @Test
    void fillsWorkInEveryNumericTypeThatHoldsTheValue() throws IOException {
        TensorType floats = new TensorType(DType.FLOAT32, Shape.of(2));
        assertThat(bytes(Fill.zeros().create(floats, "x"))).isEqualTo(float32(0, 0));
        assertThat(bytes(Fill.ones().create(floats, "x"))).isEqualTo(float32(1, 1));
        assertThat(bytes(Fill.of(-3).create(new TensorType(DType.INT32, Shape.of(2)), "x")))
                .isEqualTo(int32(-3, -3));
        assertThat(bytes(Fill.ones().create(new TensorType(DType.BOOL, Shape.of(2)), "x")))
                .isEqualTo(new byte[] {1, 1});
        assertThatThrownBy(() -> Fill.of(0.5).create(new TensorType(DType.INT32, Shape.of(2)), "x"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("int32 cannot hold 0.5");
    }

    @Test
    void spellingsAreThoseOfScripts() {
        assertThat(Fill.zeros().describe()).isEqualTo("zeros()");
        assertThat(Fill.ones().describe()).isEqualTo("ones()");
        assertThat(Fill.of(2.5).describe()).isEqualTo("full(2.5)");
    }

    @Test
    void onlyMatricesHaveAnIdentity() {
        assertThatThrownBy(() -> new Identity(1).create(new TensorType(DType.FLOAT32, Shape.of(4)), "b"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("identity(gain = 1.0) generates matrices, but \"b\" is float32[4]");
    }
}
