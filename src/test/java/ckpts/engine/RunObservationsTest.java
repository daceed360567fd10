package ckpts.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.SimulatedDisk;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings;
import ckpts.tensor.CastReport;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every run sees for itself what it reads, and all of that once. */
class RunObservationsTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final int SIZE = 100_000;
    private static final CastReport ALL = new CastReport(SIZE, SIZE / 4, 0, 0, 0, 0, 0);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Leaf leaf = Leaf.float32(Shape.of(SIZE), everyFourthTooLarge());
    private final Tensor half = Cast.of(leaf, DType.FLOAT16);

    private static double[] everyFourthTooLarge() {
        double[] values = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = i % 4 == 0 ? 1e6 : 1;
        }
        return values;
    }

    /** The losses that a run sees that saves a tensor. */
    private CastReport saved(Tensor tensor, int threads) throws Exception {
        SaveRequest save =
                Settings.save(1, Settings.checkpoint(Map.of("t", tensor)), PATH, SaveOptions.NONE.overwriting());
        Budget budget = new Budget(Budget.LEAST_MEMORY, threads);
        return PlanRunner.run(Plan.of(List.of(save), disk), disk, budget, Progress.SILENT, Cancellation.NEVER)
                .observations()
                .report(half);
    }

    /** The losses that a question sees that reads a tensor. */
    private CastReport asked(Tensor tensor) throws IOException {
        List<Tensor> tensors = List.of(tensor);
        try (ValueReading reading =
                ValueReading.of(Budget.LEAST_MEMORY, Cancellation.NEVER, Progress.SILENT, tensors, disk)) {
            return reading.ask(tensors, scratch -> {
                read(tensor, scratch);
                return scratch.observations().report(half);
            });
        }
    }

    private static void read(Tensor tensor, Scratch scratch) throws IOException {
        try (TensorReader reader = scratch.open(tensor)) {
            reader.read(0, ByteBuffer.allocate((int) tensor.byteSize()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void savingTwiceIsTwoRuns(int threads) throws Exception {
        assertThat(saved(half, threads)).isEqualTo(ALL);
        assertThat(saved(half, threads)).isEqualTo(ALL);
    }

    @Test
    void aRunThatReadsAPartSeesThatPart() throws Exception {
        assertThat(saved(half, 1)).isEqualTo(ALL);
        assertThat(saved(Slice.along(half, 0, 0, 40_000), 1)).isEqualTo(new CastReport(40_000, 10_000, 0, 0, 0, 0, 0));
    }

    @Test
    void aQuestionIsARunOfItsOwn() throws Exception {
        assertThat(asked(Slice.along(half, 0, 0, 40_000))).isEqualTo(new CastReport(40_000, 10_000, 0, 0, 0, 0, 0));
        assertThat(saved(half, 1)).isEqualTo(ALL);
        assertThat(asked(half)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsReadForSeveralReasonsCountsOnce(int threads) throws Exception {
        Tensor tensor = Concat.of(List.of(half, Slice.along(half, 0, 100, 90_000), half), 0);
        assertThat(saved(tensor, threads)).isEqualTo(ALL);
    }

    /** A number that needs a pass over the cast is known to the run that made the pass, and to no other. */
    @Test
    void aNumberOfACastIsComputedByEachRunOnce() throws Exception {
        Tensor sum = Reduction.of(Reduction.Kind.SUM, half, Optional.empty(), false);
        Tensor tensor = Arithmetic.add(sum, sum);
        assertThat(asked(tensor)).isEqualTo(ALL);
        long reads = leaf.reads();
        assertThat(saved(tensor, 2)).isEqualTo(ALL);
        assertThat(saved(tensor, 1)).isEqualTo(ALL);
        assertThat(leaf.reads()).isEqualTo(3 * reads);
    }

    /** A cast that can lose nothing has nothing to see: its number is kept from run to run. */
    @Test
    void aNumberOfWhatNobodyObservesIsComputedOnceForAllRuns() throws Exception {
        Tensor sum = Reduction.of(Reduction.Kind.SUM, Cast.of(leaf, DType.FLOAT64), Optional.empty(), false);
        asked(sum);
        long reads = leaf.reads();
        saved(sum, 1);
        assertThat(leaf.reads()).isEqualTo(reads).isPositive();
    }
}
