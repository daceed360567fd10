package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** More than one chunk. */
    private static final int MANY = 40_000;

    private static Fingerprint of(Tensor tensor) throws IOException {
        Scratch scratch = new Scratch(1 << 20);
        Fingerprint fingerprint = Fingerprint.of(tensor, scratch);
        assertThat(scratch.used()).isZero();
        return fingerprint;
    }

    private static Leaf filled(double value, int other, double odd) {
        double[] values = new double[MANY];
        java.util.Arrays.fill(values, value);
        values[other] = odd;
        return Leaf.float32(Shape.of(MANY), values);
    }

    @Test
    void itIsTheHashOfTheBytes() throws IOException {
        assertThat(of(Leaf.float32(Shape.of(0))))
                .isEqualTo(new Fingerprint("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true));
        assertThat(of(Leaf.float32(Shape.of(2), 0, 0)))
                .isEqualTo(new Fingerprint("af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc", true));
    }

    @Test
    void oneBitAnywhereMakesADifference() throws IOException {
        for (int place : new int[] {0, 1, MANY / 2, MANY - 1}) {
            assertThat(of(filled(1, place, 2))).isEqualTo(of(filled(1, place, 2)));
            assertThat(of(filled(1, place, 2)).sha256())
                    .isNotEqualTo(of(filled(1, place, 1)).sha256());
        }
    }

    @Test
    void constantIsWhatRepeatsOneElement() throws IOException {
        assertThat(of(filled(0.5, 0, 0.5)).constant()).isTrue();
        assertThat(of(Leaf.float32(Shape.of(1), 7)).constant()).isTrue();
        for (int place : new int[] {0, 1, MANY / 2, MANY - 1}) {
            assertThat(of(filled(0.5, place, 0.25)).constant()).as("%s", place).isFalse();
        }
        assertThat(of(Leaf.float32(Shape.of(4), 1, 2, 1, 2)).constant()).isFalse();
    }

    @Test
    void itStopsWhenAsked() {
        assertThatThrownBy(() -> Fingerprint.of(Leaf.float32(Shape.of(2), 0, 0), new Scratch(1 << 20, () -> true)))
                .isInstanceOf(CancellationException.class);
    }
}
