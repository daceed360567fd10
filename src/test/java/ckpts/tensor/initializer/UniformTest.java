package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Cast;
import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UniformTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return new Uniform(-2, 3, seed);
    }

    @Override
    String spelling() {
        return "uniform(low = -2.0, high = 3.0, seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {0.5870464f, 0.23712741f, -0.014286551f, 1.598757f};
    }

    @Test
    void aMillionValuesSpreadEvenly() throws IOException {
        Statistics figures = million(1000, 1000);
        assertThat(figures.min()).isBetween(-2.0, -1.9999);
        assertThat(figures.max()).isBetween(2.9999, 3.0);
        assertThat(figures.mean()).isCloseTo(0.5, within(0.005));
        assertThat(figures.std()).isCloseTo(5 / Math.sqrt(12), within(0.003));
    }

    @Test
    void namesGiveDifferentValues() throws IOException {
        TensorType type = new TensorType(DType.FLOAT32, Shape.of(60, 50));
        assertThat(bytes(initializer(7).create(type, "dense_1/kernel"))).isNotEqualTo(bytes(tensor()));
    }

    @Test
    void integersTakeEveryValueFromLowToBelowHigh() throws IOException {
        TensorType type = new TensorType(DType.INT8, Shape.of(60_000));
        byte[] values = bytes(initializer(0).create(type, "sample"));
        int[] counts = new int[5];
        for (byte value : values) {
            counts[value + 2]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(11_600, 12_400);
        }
    }

    @Test
    void integersUpToTheEndsOfTheirTypeArePossible() throws IOException {
        TensorType type = new TensorType(DType.UINT2, Shape.of(1000));
        byte[] values = bytes(new Uniform(0, 4, 0).create(type, "sample"));
        assertThat(values).contains(0, 1, 2, 3);
        Tensor large = new Uniform(-0x1p53, 0x1p53, 0).create(new TensorType(DType.INT64, Shape.of(5000)), "sample");
        Statistics figures = Statistics.of(large, new Scratch(1 << 20));
        assertThat(figures.min()).isBetween(-0x1p53, -0x1p53 * 0.99);
        assertThat(figures.max()).isBetween(0x1p53 * 0.99, 0x1p53);
    }

    @Test
    void boundsThatDoNotFitAnIntegerTypeAreRefused() {
        TensorType bytes = new TensorType(DType.UINT8, Shape.of(3));
        assertThatThrownBy(() -> new Uniform(0, 300, 1).create(bytes, "x"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage(
                        "uniform(low = 0.0, high = 300.0, seed = 1) does not fit uint8[3] (\"x\"): integers need whole"
                                + " bounds within the type's range, and low < high");
        assertThatThrownBy(() -> new Uniform(0, 0.5, 1).create(bytes, "x")).isInstanceOf(TensorTypeException.class);
        assertThatThrownBy(() -> new Uniform(2, 2, 1).create(bytes, "x")).isInstanceOf(TensorTypeException.class);
        assertThatThrownBy(() -> new Uniform(3, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uniform needs low <= high, both finite: 3.0, 2.0");
    }

    @Test
    void narrowFloatsAreTheSameValuesRounded() throws IOException {
        Shape shape = Shape.of(1000);
        Tensor wide = initializer(1).create(new TensorType(DType.FLOAT64, shape), "x");
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.FLOAT8_E4M3FN}) {
            Tensor narrow = initializer(1).create(new TensorType(dtype, shape), "x");
            assertThat(bytes(narrow)).isEqualTo(bytes(Cast.of(wide, dtype)));
        }
    }
}
