package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BernoulliTest extends InitializerContract {
    @Override
    Initializer initializer(long seed) {
        return new Bernoulli(0.45, seed);
    }

    @Override
    String spelling() {
        return "bernoulli(probability = 0.45, seed = 7)";
    }

    /** Those of uniform(-2, 3) with this seed, {@code UniformTest} says, are 0.517, 0.447, 0.397 and 0.720 of the way. */
    @Override
    float[] firstValues() {
        return new float[] {0, 1, 1, 0};
    }

    @Test
    void ofAMillionThatShareAreOnes() throws IOException {
        Statistics figures = million(1000, 1000);
        assertThat(figures.mean()).isCloseTo(0.45, within(0.002));
        assertThat(figures.zeros() + figures.mean() * 1_000_000).isCloseTo(1_000_000, within(1e-6));
    }

    @Test
    void aProbabilityIsFromZeroToOne() {
        assertThatThrownBy(() -> new Bernoulli(1.5, 0)).hasMessage("bernoulli needs a probability from 0 to 1: 1.5");
        assertThatThrownBy(() -> new Bernoulli(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
