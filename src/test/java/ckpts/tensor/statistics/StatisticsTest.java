package ckpts.tensor.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Constant;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static Statistics of(Tensor tensor) throws IOException {
        Scratch scratch = new Scratch(1 << 20);
        Statistics statistics = Statistics.of(tensor, scratch);
        assertThat(scratch.used()).isZero();
        return statistics;
    }

    @Test
    void figuresOfAFewNumbers() throws IOException {
        assertThat(of(Leaf.float32(Shape.of(4), 1, 2, 3, 6)))
                .isEqualTo(new Statistics(4, 4, 1, 6, 3, Math.sqrt(3.5), 0, 0, 0, 0));
    }

    @Test
    void whatIsNotFiniteIsCountedApart() throws IOException {
        Leaf leaf = Leaf.float32(Shape.of(7), Double.NaN, 2, INFINITY, -INFINITY, -INFINITY, 0, -0.0);
        Statistics statistics = of(leaf);
        assertThat(statistics.count()).isEqualTo(7);
        assertThat(statistics.finite()).isEqualTo(3);
        assertThat(statistics.min()).isEqualTo(-0.0);
        assertThat(statistics.max()).isEqualTo(2);
        assertThat(statistics.mean()).isEqualTo(2.0 / 3);
        assertThat(List.of(
                        statistics.nan(),
                        statistics.positiveInfinite(),
                        statistics.negativeInfinite(),
                        statistics.zeros()))
                .containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void nothingFiniteHasNoMean() throws IOException {
        double nan = Double.NaN;
        assertThat(of(Leaf.float32(Shape.of(1), nan))).isEqualTo(new Statistics(1, 0, nan, nan, nan, nan, 1, 0, 0, 0));
        assertThat(of(Leaf.float32(Shape.of(0)))).isEqualTo(new Statistics(0, 0, nan, nan, nan, nan, 0, 0, 0, 0));
    }

    @Test
    void integersAndTruthValuesAreNumbers() throws IOException {
        assertThat(of(Leaf.counting(20_001)))
                .isEqualTo(new Statistics(20_001, 20_001, 0, 20_000, 10_000, std(20_001), 0, 0, 0, 1));
        assertThat(of(Constant.list(DType.BOOL, List.of(true, false))).mean()).isEqualTo(0.5);
    }

    /** Of 0 to n - 1, in closed form: with whole numbers of this size no sum is rounded. */
    private static double std(long n) {
        return Math.sqrt((n * n - 1) / 12.0);
    }

    @Test
    void aLargeOffsetDoesNotSwallowTheSpread() throws IOException {
        double[] values = new double[100_000];
        Random random = new Random(9);
        for (int i = 0; i < values.length; i++) {
            values[i] = 1e6 + random.nextInt(2);
        }
        Statistics statistics = of(Leaf.float32(Shape.of(values.length), values));
        assertThat(statistics.std()).isCloseTo(0.5, within(1e-4));
    }

    @Test
    void otherElementsAreRefused() {
        Leaf complex = Leaf.of(DType.COMPLEX64, Shape.of(1), new byte[8]);
        assertThatThrownBy(() -> of(complex))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot take statistics of complex64[1]: complex64 elements are not real numbers");
    }

    @Test
    void theFirstValueThatIsNotFiniteIsFound() throws IOException {
        double[] values = new double[9000];
        values[5000] = Double.NaN;
        values[8999] = -INFINITY;
        Finite finite = Finite.of(Leaf.float32(Shape.of(9000), values), new Scratch(1 << 20));
        assertThat(finite).isEqualTo(new Finite(2, OptionalLong.of(5000)));
        assertThat(finite.all()).isFalse();
    }

    @Test
    void integersAreFiniteWithoutReading() throws IOException {
        Leaf leaf = Leaf.counting(10);
        assertThat(Finite.of(leaf, new Scratch(0)).all()).isTrue();
        assertThat(leaf.reads()).isZero();
    }
}
