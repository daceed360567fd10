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

class ComparisonOperatorTest extends TensorContract {
    /** A column and a row. */
    @Override
    protected Tensor tensor() {
        return ComparisonOperator.LESS.of(Leaf.counting(90, 1), Leaf.counting(70));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.BOOL, Shape.of(90, 70));
    }

    @Override
    protected byte[] expectedBytes() {
        byte[] values = new byte[6300];
        for (int at = 0; at < values.length; at++) {
            values[at] = (byte) (at / 70 < at % 70 ? 1 : 0);
        }
        return values;
    }

    @Override
    protected String expectedDescription() {
        return "compare <";
    }

    private static Tensor list(DType dtype, Object... values) {
        return Constant.list(dtype, List.of(values));
    }

    @Test
    void everyRelationOfFloats() throws IOException {
        Tensor a = list(DType.FLOAT32, 1, 2, 3, Double.NaN, 0.0);
        Tensor b = list(DType.FLOAT32, 2, 2, 2, Double.NaN, -0.0);
        assertThat(bytes(ComparisonOperator.EQUAL.of(a, b))).containsExactly(0, 1, 0, 0, 1);
        assertThat(bytes(ComparisonOperator.NOT_EQUAL.of(a, b))).containsExactly(1, 0, 1, 1, 0);
        assertThat(bytes(ComparisonOperator.LESS.of(a, b))).containsExactly(1, 0, 0, 0, 0);
        assertThat(bytes(ComparisonOperator.LESS_OR_EQUAL.of(a, b))).containsExactly(1, 1, 0, 0, 1);
        assertThat(bytes(ComparisonOperator.GREATER.of(a, b))).containsExactly(0, 0, 1, 0, 0);
        assertThat(bytes(ComparisonOperator.GREATER_OR_EQUAL.of(a, b))).containsExactly(0, 1, 1, 0, 1);
    }

    @Test
    void integersOfDifferentTypesAreComparedExactly() throws IOException {
        Tensor unsigned = list(DType.UINT64, 5, Long.MAX_VALUE, 0);
        Tensor signed = list(DType.INT64, -5, Long.MAX_VALUE - 1, 0);
        assertThat(bytes(ComparisonOperator.GREATER.of(unsigned, signed))).containsExactly(1, 1, 0);
        assertThat(bytes(ComparisonOperator.LESS.of(signed, unsigned))).containsExactly(1, 1, 0);
        assertThat(bytes(ComparisonOperator.EQUAL.of(signed, unsigned))).containsExactly(0, 0, 1);
        Tensor large = Arithmetic.negate(list(DType.UINT64, 1, 2));
        assertThat(bytes(ComparisonOperator.GREATER.of(large, list(DType.INT8, 127, -1))))
                .containsExactly(1, 1);
        assertThat(bytes(ComparisonOperator.GREATER.of(large, list(DType.UINT64, 127, 1))))
                .containsExactly(1, 1);
    }

    @Test
    void complexNumbersAreEqualOrNot() throws IOException {
        Tensor a = Cast.of(list(DType.FLOAT32, 1, 2), DType.COMPLEX64);
        assertThat(bytes(ComparisonOperator.EQUAL.of(a, list(DType.FLOAT32, 1, 1))))
                .containsExactly(1, 0);
        assertThatThrownBy(() -> ComparisonOperator.LESS.of(a, a))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage(
                        "cannot compare complex64[2] < complex64[2]: complex numbers have no order, only == and !=");
    }

    @Test
    void whatCannotBeComparedIsNamed() {
        assertThatThrownBy(() -> ComparisonOperator.LESS.of(Leaf.counting(3), Leaf.counting(2)))
                .hasMessage(
                        "cannot compare int32[3] and int32[2]: counted from the last axis, sizes must be equal or 1,"
                                + " but axis -1 has 3 and 2");
        Tensor words = Leaf.of(DType.STRING, Shape.of(1), new byte[1]);
        assertThatThrownBy(() -> ComparisonOperator.EQUAL.of(Leaf.counting(1), words))
                .hasMessage("cannot compare int32[1] == string[1]: string elements are not numbers");
    }
}
