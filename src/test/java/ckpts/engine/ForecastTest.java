package ckpts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ckpts.bytes.SimulatedDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.CheckpointFormat;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.Gather;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Merging;
import ckpts.tensor.op.Normal;
import ckpts.tensor.op.Pad;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Slice;
import ckpts.tensor.op.Transpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forecast of a run is what the run does: bytes exactly, working memory within a tenth. And what the run
 * may take decides about nothing but that.
 */
class ForecastTest {
    /** The second keeps checksums, so that a computation reads twice. */
    private static final List<CheckpointFormat> FORMATS = List.of(new SafetensorsFormat(), new TensorFlowFormat());

    private static final int TENSORS = 3;
    private static final long ROWS = 300;
    private static final long COLUMNS = 1200;
    private static final Shape SHAPE = Shape.of(ROWS, COLUMNS);

    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void saveASource() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put("w" + i, new Normal(0, 1, i).create(new TensorType(DType.FLOAT32, SHAPE), "w"));
        }
        tensors.put("a", new Normal(0, 1, 8).create(new TensorType(DType.FLOAT32, Shape.of(8, COLUMNS)), "a"));
        tensors.put("b", new Normal(0, 1, 9).create(new TensorType(DType.FLOAT32, Shape.of(ROWS, 8)), "b"));
        for (CheckpointFormat format : FORMATS) {
            Settings.run(
                    disk, Settings.save(format, 1, Settings.checkpoint(tensors), source(format), SaveOptions.NONE));
        }
    }

    private static Path source(CheckpointFormat format) {
        return Path.of("/disk/source." + format.name());
    }

    /** The source, and what is written for its n-th large tensor. */
    private record Edit(String name, Holds holds, Function<Place, Tensor> edit) {
        Edit(String name, Function<Place, Tensor> edit) {
            this(name, Holds.NOTHING, edit);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Where what is computed once for several readers waits for them. */
    private enum Holds {
        NOTHING,
        IN_MEMORY,
        IN_FILES
    }

    private record Place(Checkpoint source, int number) {
        Tensor it() {
            return tensor("w" + number);
        }

        Tensor tensor(String name) {
            return source.entry(name).orElseThrow().tensor();
        }

        /** Another of the large ones. */
        Tensor other(int steps) {
            return tensor("w" + (number + steps) % TENSORS);
        }
    }

    static Stream<Arguments> runs() {
        List<Edit> edits = List.of(
                new Edit("rename", Place::it),
                new Edit("cast", place -> Cast.of(place.it(), DType.BFLOAT16)),
                new Edit("transpose", place -> Transpose.reversed(place.it())),
                new Edit("transpose and cast", place -> Cast.of(Transpose.reversed(place.it()), DType.FLOAT16)),
                new Edit("slice rows", place -> Slice.along(place.it(), 0, 50, 250)),
                new Edit(
                        "select",
                        place -> Gather.of(
                                place.it(),
                                0,
                                LongStream.range(0, 200).map(i -> i * 7 % ROWS).toArray())),
                new Edit(
                        "pad",
                        place -> Pad.of(
                                place.it(),
                                Shape.of(ROWS + 40, COLUMNS),
                                Constant.zeros(new TensorType(DType.FLOAT32, Shape.scalar())))),
                new Edit("average", place -> Arithmetic.add(half(place.it()), half(place.other(1)))),
                new Edit("twice the same", place -> Arithmetic.multiply(half(place.it()), half(place.it()))),
                new Edit(
                        "minus its mean",
                        place -> Arithmetic.subtract(
                                place.it(), Reduction.of(Reduction.Kind.MEAN, place.it(), Optional.empty(), false))),
                new Edit(
                        "ties",
                        place -> Merging.ties(
                                place.it(), List.of(place.other(1), place.other(2)), 0.2, new double[] {1, 1})),
                new Edit("slerp", place -> Merging.slerp(place.it(), place.other(1), 0.3)),
                new Edit(
                        "both five times over",
                        Holds.IN_FILES,
                        place -> fiveTimesOver(Concat.of(List.of(place.it(), place.other(1)), 0))),
                new Edit(
                        "one row five times over",
                        Holds.IN_MEMORY,
                        place -> Arithmetic.multiply(place.it(), fiveTimesOver(Slice.along(place.it(), 0, 0, 1)))),
                new Edit("lora", place -> Arithmetic.add(place.it(), MatMul.of(place.tensor("b"), place.tensor("a")))));
        return edits.stream()
                .flatMap(edit -> Stream.of(1, 2)
                        .flatMap(threads -> FORMATS.stream().map(format -> Arguments.of(edit, threads, format))));
    }

    /** There are 3^5 ways through it. */
    private static Tensor fiveTimesOver(Tensor start) {
        Tensor it = start;
        for (int i = 0; i < 5; i++) {
            long rows = it.type().shape().dimension(0);
            it = Arithmetic.add(Slice.along(Concat.of(List.of(it, it), 0), 0, 1, rows + 1), it);
        }
        return it;
    }

    private static Tensor half(Tensor tensor) {
        return Arithmetic.multiply(tensor, Constant.literal(0.5, DType.FLOAT32));
    }

    @ParameterizedTest(name = "{0}, {1} threads, {2}")
    @MethodSource("runs")
    void isWhatTheRunDoes(Edit edit, int threads, CheckpointFormat format) throws Exception {
        try (OpenedCheckpoint opened = format.open(source(format), disk)) {
            Map<String, Tensor> written = new LinkedHashMap<>();
            for (int i = 0; i < TENSORS; i++) {
                written.put("w" + i, edit.edit().apply(new Place(opened.checkpoint(), i)));
            }
            Budget budget = new Budget(16 << 20, threads);
            Plan plan = Plan.of(
                    List.of(Settings.save(
                            format,
                            1,
                            Settings.checkpoint(written),
                            Path.of("/disk/out." + format.name()),
                            SaveOptions.NONE)),
                    disk);

            Forecast forecast = Forecast.of(plan, budget);
            RunReport report = PlanRunner.run(plan, disk, budget, Progress.SILENT, Cancellation.NEVER);

            assertThat(forecast.bytesHeld() > 0).isEqualTo(edit.holds() != Holds.NOTHING);
            assertThat(forecast.bytesSpilled() > 0).isEqualTo(edit.holds() == Holds.IN_FILES);
            assertThat(forecast.bytesRead()).isEqualTo(report.bytesRead());
            assertThat(forecast.memory()).isGreaterThanOrEqualTo(report.peakScratch());
            if (threads == 1 && forecast.held() == 0) {
                // Whether several threads read at one time is theirs to decide, and what is held may be computed while
                // another reads.
                assertThat((double) report.peakScratch()).isCloseTo(forecast.memory(), withinPercentage(10));
            }
        }
    }

    static Stream<Edit> edits() {
        return runs().map(arguments -> (Edit) arguments.get()[0]).distinct();
    }

    @ParameterizedTest
    @MethodSource("edits")
    void theBytesDependOnNeitherThreadsNorMemory(Edit edit) throws Exception {
        List<byte[]> written = new ArrayList<>();
        CheckpointFormat format = FORMATS.get(0);
        for (int threads = 1; threads <= 3; threads++) {
            for (long memory : new long[] {Budget.LEAST_MEMORY * 2, 9L << 20, Budget.STANDARD_MEMORY}) {
                try (OpenedCheckpoint opened = format.open(source(format), disk)) {
                    Tensor tensor = edit.edit().apply(new Place(opened.checkpoint(), 0));
                    Path out = Path.of("/disk/out-" + threads + "-" + memory);
                    SaveRequest save =
                            Settings.save(format, 1, Settings.checkpoint(Map.of("w", tensor)), out, SaveOptions.NONE);
                    Budget budget = new Budget(memory, threads);
                    PlanRunner.run(Plan.of(List.of(save), disk), disk, budget, Progress.SILENT, Cancellation.NEVER);
                    written.add(disk.files().entrySet().stream()
                            .filter(file -> file.getKey().toString().startsWith(out.toString()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElseThrow());
                }
            }
        }
        assertThat(written).allSatisfy(bytes -> assertThat(bytes).isEqualTo(written.get(0)));
    }
}
