package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VarianceScalingTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return VarianceScaling.glorotUniform(seed);
    }

    @Override
    String spelling() {
        return "glorot_uniform(seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {0.008131861f, -0.024557525f, -0.048044585f, 0.10264574f};
    }

    private static Statistics figures(Initializer initializer, long... shape) throws IOException {
        return Statistics.of(
                initializer.create(new TensorType(DType.FLOAT64, Shape.of(shape)), "k"), new Scratch(1 << 20));
    }

    @Test
    void glorotBalancesInputsAndOutputs() throws IOException {
        double limit = Math.sqrt(6.0 / (200 + 100));
        Statistics uniform = figures(VarianceScaling.glorotUniform(0), 200, 100);
        assertThat(uniform.max()).isBetween(limit * 0.999, limit);
        assertThat(uniform.min()).isBetween(-limit, -limit * 0.999);
        assertThat(figures(VarianceScaling.glorotNormal(0), 200, 100).std())
                .isCloseTo(Math.sqrt(2.0 / 300), within(0.001));
    }

    @Test
    void heAndLecunLookAtInputsAlone() throws IOException {
        assertThat(figures(VarianceScaling.heUniform(0), 200, 100).max()).isCloseTo(Math.sqrt(6.0 / 200), within(1e-4));
        assertThat(figures(VarianceScaling.lecunUniform(0), 200, 100).max())
                .isCloseTo(Math.sqrt(3.0 / 200), within(1e-4));
        assertThat(figures(VarianceScaling.heNormal(0), 200, 100).std()).isCloseTo(0.1, within(0.001));
        assertThat(figures(VarianceScaling.lecunNormal(0), 200, 100).std())
                .isCloseTo(Math.sqrt(1.0 / 200), within(0.001));
    }

    @Test
    void aConvolutionCountsItsWholeField() throws IOException {
        assertThat(figures(VarianceScaling.heUniform(0), 3, 5, 20, 40).max())
                .isCloseTo(Math.sqrt(6.0 / (3 * 5 * 20)), within(1e-4));
        assertThat(Fans.of(Shape.of(3, 5, 20, 40))).isEqualTo(new Fans(300, 600));
        assertThat(Fans.of(Shape.of(7))).isEqualTo(new Fans(7, 7));
        assertThat(Fans.of(Shape.scalar())).isEqualTo(new Fans(1, 1));
    }

    @Test
    void namesAreThoseOfScripts() {
        assertThat(VarianceScaling.glorotNormal(1).describe()).isEqualTo("glorot_normal(seed = 1)");
        assertThat(VarianceScaling.heUniform(1).describe()).isEqualTo("he_uniform(seed = 1)");
        assertThat(VarianceScaling.heNormal(1).describe()).isEqualTo("he_normal(seed = 1)");
        assertThat(VarianceScaling.lecunUniform(1).describe()).isEqualTo("lecun_uniform(seed = 1)");
        assertThat(VarianceScaling.lecunNormal(1).describe()).isEqualTo("lecun_normal(seed = 1)");
    }
}
