package ckpts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.SimulatedDisk;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.publication.SaveFailedException;
import ckpts.publication.Settings;
import ckpts.publication.Settings.Acting;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorReader;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Slice;
import ckpts.tensor.op.Transpose;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression that is used more than once is one node, and chains are as long as anybody wants. */
class HeldValuesTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final Tensor ONE = Constant.literal(1, DType.FLOAT32);

    /** Far less than a frame for each tensor of a chain takes. */
    private static final long SMALL_STACK = 1 << 18;

    private final SimulatedDisk disk = new SimulatedDisk();

    private static Tensor chained(Tensor start, int times, UnaryOperator<Tensor> step) {
        Tensor tensor = start;
        for (int i = 0; i < times; i++) {
            tensor = step.apply(tensor);
        }
        return tensor;
    }

    /** There are three times as many ways through it with each step. */
    private static Tensor threefold(Tensor it) {
        return Arithmetic.add(Slice.along(Concat.of(List.of(it, it), 0), 0, 0, 3), it);
    }

    private Plan plan(Map<String, Tensor> tensors) throws Exception {
        return Plan.of(List.of(Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE)), disk);
    }

    private RunReport run(Plan plan, int threads) throws Exception {
        Budget budget = new Budget(Budget.LEAST_MEMORY, threads);
        return PlanRunner.run(plan, disk, budget, Progress.SILENT, Cancellation.NEVER);
    }

    private String saved(Tensor tensor, int threads) throws Exception {
        run(plan(Map.of("t", tensor)), threads);
        return Settings.load(disk, PATH).get("t");
    }

    private static String floats(double... values) {
        return Arrays.toString(TensorContract.float32(values));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatManyUseIsComputedOnce(int threads) throws Exception {
        Leaf leaf = Leaf.float32(Shape.of(3), 1, 2, 3);

        assertThat(saved(chained(leaf, 16, HeldValuesTest::threefold), threads))
                .isEqualTo(floats(65536, 131072, 196608));
        // Of 3^16 ways to it.
        assertThat(leaf.reads()).isEqualTo(3);
    }

    @Test
    void normsOfNormsAreComputedOnce() throws Exception {
        Leaf leaf = Leaf.float32(Shape.of(2, 2), 1, 3, 4, 8);
        Tensor tensor = chained(
                leaf,
                12,
                it -> Arithmetic.add(
                        Arithmetic.divide(it, Reduction.of(Reduction.Kind.SUM, it, Optional.of(new int[] {0}), true)),
                        it));

        assertThat(saved(tensor, 1)).hasSizeGreaterThan(10);
        assertThat(leaf.reads()).isLessThan(20);
    }

    /** A step that is done to a tensor very often, and what it makes of [[1, 2], [3, 4]] in the end. */
    enum Chain {
        ADD(100_000, it -> Arithmetic.add(it, ONE), 100_001, 100_002, 100_003, 100_004),
        TRANSPOSE(10_001, Transpose::reversed, 1, 3, 2, 4),
        CAST(10_000, it -> Cast.of(Cast.of(it, DType.FLOAT16), DType.FLOAT32), 1, 2, 3, 4),
        RESHAPE(20_000, it -> Reshape.of(Reshape.of(it, Shape.of(4)), Shape.of(2, 2)), 1, 2, 3, 4),
        SLICE(5_000, it -> Slice.along(Concat.of(List.of(it, it), 0), 0, 2, 4), 1, 2, 3, 4),
        SUM(
                5_000,
                it -> Arithmetic.subtract(it, Reduction.of(Reduction.Kind.MIN, it, Optional.empty(), false)),
                0,
                1,
                2,
                3),
        MULTIPLY(
                2_000,
                it -> MatMul.of(it, Constant.list(DType.FLOAT32, List.of(List.of(0, 1), List.of(1, 0)))),
                1,
                2,
                3,
                4),
        TWICE(10_000, it -> Arithmetic.multiply(Arithmetic.divide(it, it), it), 1, 2, 3, 4);

        private final int times;
        private final UnaryOperator<Tensor> step;
        private final double[] result;

        Chain(int times, UnaryOperator<Tensor> step, double... result) {
            this.times = times;
            this.step = step;
            this.result = result;
        }
    }

    @ParameterizedTest
    @EnumSource
    void chainsAreAsLongAsOneLikes(Chain chain) throws Exception {
        Leaf leaf = Leaf.float32(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor tensor = chained(leaf, chain.times, chain.step);
        FutureTask<String> task = new FutureTask<>(() -> {
            Forecast.of(plan(Map.of("t", tensor)), Settings.BUDGET);
            return saved(tensor, 1);
        });
        new Thread(null, task, "small", SMALL_STACK).start();

        assertThat(task.get()).isEqualTo(floats(chain.result));
        assertThat(leaf.reads()).isLessThan(20);
    }

    /** A mebibyte, which does not fit the memory that is spared for what is held. */
    private Tensor turned(Acting leaf) {
        return chained(Reshape.of(leaf, Shape.of(1024, 1024)), 101, Transpose::reversed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatDoesNotFitIntoMemoryIsHeldBesideTheOutput(int threads) throws Exception {
        Set<Path> seen = Collections.synchronizedSet(new TreeSet<>());
        Tensor tensor = turned(new Acting(1 << 20, (position, target) -> {
            seen.addAll(disk.working());
            for (long i = position; target.hasRemaining(); i++) {
                target.put((byte) (i >> 10));
            }
        }));
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(saved(tensor, threads)).isEqualTo(Arrays.toString(bytes));
        assertThat(seen).containsExactly(PATH.getParent());
        assertThat(disk.working()).isEmpty();
        assertThat(disk.files().keySet())
                .containsExactlyInAnyOrder(Path.of("/disk/ckpt.index"), Path.of("/disk/ckpt.data-0-of-1"));
    }

    /** Of 50 mebibytes that are held in all, there is room for three, beside one of the output. */
    @Test
    void whatIsHeldIsReleasedAfterItsLastReader() throws Exception {
        Plan plan =
                plan(Map.of("t", turned(new Acting(1 << 20, (position, target) -> target.position(target.limit())))));
        disk.limitTo(4 << 20);

        assertThat(run(plan, 1).bytesWritten()).isGreaterThan(1 << 20);
    }

    /** No array is as long as a large budget would allow. */
    @Test
    void whatIsTooLongForAnArrayIsHeldInAFile() throws Exception {
        Tensor large = Reshape.of(new Acting(3L << 30, (position, target) -> {}), Shape.of(3 << 15, 1 << 15));
        Forecast forecast =
                Forecast.of(plan(Map.of("t", chained(large, 101, Transpose::reversed))), new Budget(1L << 40, 1));

        assertThat(forecast.held()).isPositive();
        assertThat(forecast.bytesSpilled()).isEqualTo(forecast.bytesHeld());
    }

    @Test
    void nothingIsLeftOfItWhereReadingFails() throws Exception {
        Plan plan = plan(Map.of("t", turned(new Acting(1 << 20, (position, target) -> {
            if (position > 1 << 19) {
                throw new IOException("the cable is out");
            }
            target.position(target.limit());
        }))));

        assertThatThrownBy(() -> run(plan, 1)).hasMessage("the cable is out");
        assertThat(disk.files()).isEmpty();
        assertThat(disk.working()).isEmpty();
    }

    @Test
    void nothingIsLeftOfItWhereThereIsNoSpace() throws Exception {
        Plan plan =
                plan(Map.of("t", turned(new Acting(1 << 20, (position, target) -> target.position(target.limit())))));
        disk.limitTo(1 << 19);

        assertThatThrownBy(() -> run(plan, 1))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot keep 1048576 bytes of computed values in /disk: No space left on device;"
                        + " nothing was changed");
        assertThat(disk.files()).isEmpty();
        assertThat(disk.working()).isEmpty();
    }

    @Test
    void aPlanSaysWhatIsHeldAndWhere() throws Exception {
        Tensor large = turned(new Acting(1 << 20, (position, target) -> {}));
        Tensor small = chained(Leaf.float32(Shape.of(3), 1, 2, 3), 4, HeldValuesTest::threefold);

        Forecast both = Forecast.of(plan(Map.of("large", large, "small", small)), Settings.BUDGET);
        Forecast none = Forecast.of(plan(Map.of("t", threefold(Leaf.float32(Shape.of(3), 1, 2, 3)))), Settings.BUDGET);

        // With so little memory a transpose reads its input several times over.
        assertThat(both.held()).isEqualTo(50 + 2);
        assertThat(both.bytesHeld()).isEqualTo(50L * (1 << 20) + 2 * 12);
        assertThat(both.bytesSpilled()).isEqualTo(50L * (1 << 20));
        assertThat(none.held()).isZero();
    }

    /** A tensor that is read in parts is read once in all: nothing is gained by holding it. */
    @Test
    void whatIsTakenApartIsNotHeld() throws Exception {
        Tensor turned = Transpose.reversed(Leaf.counting(1024, 64));
        Map<String, Tensor> rows = new TreeMap<>();
        for (int i = 0; i < 64; i++) {
            rows.put("row" + i, Slice.along(turned, 0, i, i + 1));
        }

        assertThat(Forecast.of(plan(rows), Settings.BUDGET).held()).isZero();
    }

    @Test
    void whatSeveralTensorsAreMadeOfIsComputedOnceForAll() throws Exception {
        Leaf leaf = Leaf.float32(Shape.of(3), 1, 2, 3);
        Tensor shared = chained(leaf, 1000, it -> Arithmetic.add(it, ONE));
        Map<String, Tensor> tensors = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            tensors.put("t" + i, Arithmetic.multiply(shared, Constant.literal(i, DType.FLOAT32)));
        }
        run(plan(tensors), 3);

        assertThat(Settings.load(disk, PATH).get("t7")).isEqualTo(floats(7007, 7014, 7021));
        assertThat(leaf.reads()).isEqualTo(1);
    }

    @Test
    void questionsShareWhatTheyAreAbout() throws Exception {
        Leaf leaf = Leaf.float32(Shape.of(3), 1, 2, 3);
        Tensor tensor = chained(leaf, 1000, it -> Arithmetic.add(it, ONE));
        List<Tensor> asked = Collections.nCopies(50, tensor);
        try (ValueReading reading = ValueReading.of(1 << 24, Cancellation.NEVER, Progress.SILENT, asked, disk)) {
            for (Tensor one : asked) {
                String read = reading.ask(List.of(one), scratch -> {
                    byte[] bytes = new byte[12];
                    try (TensorReader reader = scratch.open(one)) {
                        reader.read(0, ByteBuffer.wrap(bytes));
                    }
                    return Arrays.toString(bytes);
                });
                assertThat(read).isEqualTo(floats(1001, 1002, 1003));
            }
        }
        assertThat(leaf.reads()).isEqualTo(1);
    }
}
