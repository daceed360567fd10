package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NormalTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return new Normal(1, 0.5, seed);
    }

    @Override
    String spelling() {
        return "normal(mean = 1.0, std = 0.5, seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {0.42906567f, 1.1957732f, 0.9049702f, 0.50602967f};
    }

    @Test
    void aMillionValuesAreNormallyDistributed() throws IOException {
        Statistics figures = million(1000, 1000);
        assertThat(figures.mean()).isCloseTo(1, within(0.002));
        assertThat(figures.std()).isCloseTo(0.5, within(0.001));
        assertThat(figures.max()).isBetween(1 + 0.5 * 4, 1 + 0.5 * 6);
        assertThat(figures.min()).isBetween(1 - 0.5 * 6, 1 - 0.5 * 4);
    }

    @Test
    void theShareWithinOneAndTwoDeviationsIsThatOfTheNormalDistribution() throws IOException {
        Tensor tensor = initializer(0).create(new TensorType(DType.FLOAT64, Shape.of(200_000)), "sample");
        double[] values = new double[200_000];
        ByteBuffer.wrap(bytes(tensor))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        double one = Arrays.stream(values).filter(v -> Math.abs(v - 1) < 0.5).count() / 200_000.0;
        double two = Arrays.stream(values).filter(v -> Math.abs(v - 1) < 1).count() / 200_000.0;
        assertThat(one).isCloseTo(0.6827, within(0.003));
        assertThat(two).isCloseTo(0.9545, within(0.002));
    }

    @Test
    void integersAndImpossibleSpreadsAreRefused() {
        assertThatThrownBy(() -> new Normal(0, 1, 0).create(new TensorType(DType.INT32, Shape.of(3)), "x"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage(
                        "normal(mean = 0.0, std = 1.0, seed = 0) generates floats, but \"x\" is int32[3]: cast the result");
        assertThatThrownBy(() -> new Normal(0, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("normal needs a finite mean and a finite std that is not negative: 0.0, -1.0");
    }
}
