package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class OrthogonalTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return new Orthogonal(2, seed);
    }

    @Override
    String spelling() {
        return "orthogonal(gain = 2.0, seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {-0.2936763f, -0.4004948f, -0.21462266f, 0.40554896f};
    }

    private static double[] values(Tensor tensor) throws IOException {
        double[] out = new double[(int) tensor.type().shape().elementCount()];
        ByteBuffer.wrap(bytes(tensor))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(out);
        return out;
    }

    private static Tensor matrix(long... shape) {
        return new Orthogonal(2, 5).create(new TensorType(DType.FLOAT64, Shape.of(shape)), "k");
    }

    @Test
    void columnsAreOrthogonalWhereTheyAreFewer() throws IOException {
        double[] m = values(matrix(5, 6, 17));
        for (int a = 0; a < 17; a++) {
            for (int b = 0; b < 17; b++) {
                double sum = 0;
                for (int row = 0; row < 30; row++) {
                    sum += m[row * 17 + a] * m[row * 17 + b];
                }
                assertThat(sum).isCloseTo(a == b ? 4 : 0, within(1e-12));
            }
        }
    }

    @Test
    void rowsAreOrthogonalWhereTheyAreFewer() throws IOException {
        double[] m = values(matrix(7, 31));
        for (int a = 0; a < 7; a++) {
            for (int b = 0; b < 7; b++) {
                double sum = 0;
                for (int column = 0; column < 31; column++) {
                    sum += m[a * 31 + column] * m[b * 31 + column];
                }
                assertThat(sum).isCloseTo(a == b ? 4 : 0, within(1e-12));
            }
        }
    }

    @Test
    void aMatrixThatDoesNotFitTheBudgetIsRefusedWithTheFigure() {
        Tensor large = new Orthogonal(1, 0).create(new TensorType(DType.FLOAT32, Shape.of(4000, 1000)), "k");
        assertThatThrownBy(() -> large.open(new Scratch(1 << 20)))
                .isInstanceOf(ScratchExhaustedException.class)
                .hasMessage("needs 32000000 bytes of working memory, but only 917500 of 1048576 are free");
    }

    @Test
    void vectorsHaveNoOrthogonalStart() {
        assertThatThrownBy(() -> new Orthogonal(1, 0).create(new TensorType(DType.FLOAT32, Shape.of(4)), "b"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("orthogonal(gain = 1.0, seed = 0) needs two axes or more, but \"b\" is float32[4]");
    }
}
