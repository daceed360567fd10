package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Constant.of(new TensorType(DType.FLOAT32, Shape.of(70, 80)), 0.1);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, Shape.of(70, 80));
    }

    @Override
    protected byte[] expectedBytes() {
        double[] values = new double[5600];
        Arrays.fill(values, 0.1);
        return float32(values);
    }

    @Override
    protected String expectedDescription() {
        return "constant 0.1";
    }

    private static TensorType scalar(DType dtype) {
        return new TensorType(dtype, Shape.scalar());
    }

    @Test
    void nestedListsAreShapes() throws IOException {
        Tensor matrix = Constant.list(DType.INT32, List.of(List.of(1, 2, 3), List.of(4, 5, 6)));
        assertThat(matrix.type()).isEqualTo(new TensorType(DType.INT32, Shape.of(2, 3)));
        assertThat(bytes(matrix)).isEqualTo(int32(1, 2, 3, 4, 5, 6));
        assertThat(matrix.describe()).isEqualTo("constant [[1, 2, 3], [4, 5, 6]]");
        assertThat(Constant.list(DType.FLOAT32, List.of()).type().shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void wholeNumbersBeyondDoubleAreExact() throws IOException {
        assertThat(bytes(Constant.ofLong(scalar(DType.INT64), Long.MAX_VALUE)))
                .isEqualTo(new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});
    }

    @Test
    void aComplexConstantHasNoImaginaryPart() throws IOException {
        assertThat(bytes(Constant.of(scalar(DType.COMPLEX64), 1.5))).isEqualTo(float32(1.5, 0));
    }

    @Test
    void aNumberBesideATensorTakesItsType() throws IOException {
        assertThat(Constant.literal(2, DType.FLOAT16).type()).isEqualTo(scalar(DType.FLOAT16));
        assertThat(Constant.literal(0.5, DType.INT32).type()).isEqualTo(scalar(DType.FLOAT64));
        assertThatThrownBy(() -> Constant.literal(300, DType.INT8))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("int8 cannot hold 300: its range is -128 to 127");
    }

    @Test
    void valuesThatATypeCannotHoldAreRefused() {
        assertThatThrownBy(() -> Constant.of(scalar(DType.INT32), 0.5)).hasMessage("int32 cannot hold 0.5");
        assertThatThrownBy(() -> Constant.of(scalar(DType.INT32), Double.NaN)).hasMessage("int32 cannot hold NaN");
        assertThatThrownBy(() -> Constant.of(scalar(DType.FLOAT16), 1e6)).hasMessage("float16 cannot hold 1000000.0");
        assertThatThrownBy(() -> Constant.of(scalar(DType.FLOAT8_E4M3FN), Double.POSITIVE_INFINITY))
                .hasMessage("float8_e4m3fn cannot hold Infinity");
        assertThatThrownBy(() -> Constant.ofLong(scalar(DType.UINT64), -1))
                .hasMessage("uint64 cannot hold -1: its range is 0 to 18446744073709551615");
        assertThatThrownBy(() -> Constant.ofLong(scalar(DType.BOOL), 2))
                .hasMessage("bool cannot hold 2: its range is 0 to 1");
        assertThatThrownBy(() -> Constant.zeros(scalar(DType.QINT8)))
                .hasMessage("no constant of type qint8[]: qint8 elements are not numbers");
    }

    @Test
    void unevenListsAreRefused() {
        assertThatThrownBy(() -> Constant.list(DType.INT32, List.of(List.of(1, 2), List.of(3))))
                .hasMessage("uneven list: the first items make it int32[2, 2], but at depth 1 there is [3]");
        assertThatThrownBy(() -> Constant.list(DType.INT32, List.of(1, List.of(3))))
                .hasMessage("uneven list: the first items make it int32[2], but at depth 1 there is [3]");
    }

    @Test
    void infinityIsAValueOfTypesThatHaveIt() throws IOException {
        assertThat(bytes(Constant.of(scalar(DType.FLOAT32), Double.NEGATIVE_INFINITY)))
                .isEqualTo(float32(Double.NEGATIVE_INFINITY));
    }
}
