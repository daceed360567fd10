package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TruncatedNormalTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return new TruncatedNormal(1, 0.5, seed);
    }

    @Override
    String spelling() {
        return "truncated_normal(mean = 1.0, std = 0.5, seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {0.42906567f, 0.9049702f, 0.68939936f, 0.58473736f};
    }

    @Test
    void aMillionValuesStayWithinTwoDeviations() throws IOException {
        Statistics figures = million(1000, 1000);
        assertThat(figures.min()).isBetween(0.0, 0.001);
        assertThat(figures.max()).isBetween(1.999, 2.0);
        assertThat(figures.mean()).isCloseTo(1, within(0.002));
        assertThat(figures.std()).isCloseTo(0.5 * 0.8796256610, within(0.001));
    }

    @Test
    void impossibleSpreadsAreRefused() {
        assertThatThrownBy(() -> new TruncatedNormal(Double.NaN, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("truncated_normal needs a finite mean and a finite std that is not negative: NaN, 1.0");
    }
}
