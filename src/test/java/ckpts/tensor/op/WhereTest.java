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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhereTest extends TensorContract {
    private static final Tensor FLAGS = Constant.list(DType.BOOL, List.of(true, false, true));

    /** A column of conditions, a row and a matrix. */
    @Override
    protected Tensor tensor() {
        Tensor even = ComparisonOperator.GREATER.of(
                Leaf.counting(90, 1), Constant.ofLong(new TensorType(DType.INT32, Shape.scalar()), 40));
        return Where.of(even, Leaf.counting(70), Arithmetic.negate(Leaf.counting(90, 70)));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(90, 70));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[6300];
        for (int at = 0; at < values.length; at++) {
            values[at] = at / 70 > 40 ? at % 70 : -at;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "where";
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT8", "INT16", "INT32", "INT64", "FLOAT16", "COMPLEX128", "BOOL"})
    void elementsOfEveryWidthAreChosen(DType dtype) throws IOException {
        Tensor ones = Constant.ofLong(new TensorType(dtype, Shape.of(3)), 1);
        Tensor expected = Constant.list(dtype, List.of(1, 0, 1));
        assertThat(bytes(Where.of(FLAGS, ones, Constant.zeros(ones.type())))).isEqualTo(bytes(expected));
    }

    @Test
    void twoTypesBecomeTheirCommonType() {
        assertThat(Where.of(FLAGS, Leaf.counting(3), Leaf.float32(Shape.of(1), 1))
                        .type())
                .isEqualTo(new TensorType(DType.FLOAT64, Shape.of(3)));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Leaf three = Leaf.counting(3);
        assertThatThrownBy(() -> Where.of(three, three, three))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot choose by int32[3]: a condition must be bool, such as the result of != 0");
        assertThatThrownBy(() -> Where.of(FLAGS, Leaf.counting(2), three))
                .hasMessage("cannot choose from int32[2] and int32[3]: counted from the last axis, sizes must be equal"
                        + " or 1, but axis -1 has 2 and 3");
        assertThatThrownBy(() -> Where.of(FLAGS, Leaf.counting(2), Leaf.counting(2)))
                .hasMessage(
                        "cannot choose by bool[3] and int32[2]: counted from the last axis, sizes must be equal or 1,"
                                + " but axis -1 has 3 and 2");
        Tensor words = Leaf.of(DType.STRING, Shape.of(1), new byte[1]);
        assertThatThrownBy(() -> Where.of(FLAGS, words, three))
                .hasMessage("cannot choose from string[1] and int32[3]: they have no common type");
        assertThatThrownBy(() -> Where.of(FLAGS, words, words))
                .hasMessage("cannot choose from string[1]: string elements have no fixed width, the tensor can"
                        + " only be kept whole");
    }
}
