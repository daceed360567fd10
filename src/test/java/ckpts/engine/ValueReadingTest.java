package ckpts.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Transpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueReadingTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<List<Long>> reported = new ArrayList<>();
    private long now;

    /** A leaf of a file. */
    private record Stored(TensorType type, Optional<Origin> origin) implements Tensor {
        static Stored of(long bytes) {
            return new Stored(
                    new TensorType(DType.FLOAT32, Shape.of(bytes / 4, 1)),
                    Optional.of(new Origin(Path.of("f"), "test", "t", 0, bytes)));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "stored";
        }

        @Override
        public TensorReader open(Scratch scratch) {
            throw new AssertionError("nothing is read to know how much there is to read");
        }
    }

    private Scratch scratch(Tensor... tensors) {
        return ValueReading.scratch(
                1 << 20,
                Cancellation.NEVER,
                (done, total) -> reported.add(List.of(done, total)),
                List.of(tensors),
                () -> now);
    }

    @Test
    void reportsHowMuchWasReadOfTheWhole() {
        Stored one = Stored.of(400);
        Stored other = Stored.of(80);
        Scratch scratch = scratch(Transpose.reversed(one), other);

        now += SECOND;
        scratch.countRead(100);
        scratch.countRead(100);
        now += SECOND;
        scratch.countRead(200);

        assertThat(reported).containsExactly(List.of(0L, 480L), List.of(100L, 480L), List.of(400L, 480L));
    }

    @Test
    void aLeafCountsOnceForEachTensorThatIsMadeOfIt() {
        Stored leaf = Stored.of(40);
        scratch(Concat.of(List.of(leaf, leaf), 0), leaf);

        assertThat(reported).containsExactly(List.of(0L, 80L));
    }

    @Test
    void readingAgainNeverReportsMoreThanTheWhole() {
        Scratch scratch = scratch(Stored.of(40));
        now += SECOND;
        scratch.countRead(4000);

        assertThat(reported).containsExactly(List.of(0L, 40L));
    }
}
