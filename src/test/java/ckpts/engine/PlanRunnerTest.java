package ckpts.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.SimulatedDisk;
import ckpts.bytes.StaleFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.format.FileTensor;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verbatim;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.SaveFailedException;
import ckpts.publication.Settings;
import ckpts.publication.Settings.Acting;
import ckpts.publication.Settings.Higher;
import ckpts.publication.Settings.Ramp;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.initializer.Orthogonal;
import ckpts.tensor.merging.KthLargest;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Reshape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanRunnerTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final Path COPY = Path.of("/disk/copy");

    private final SimulatedDisk disk = new SimulatedDisk();

    private static Budget budget(int threads) {
        return new Budget(Budget.LEAST_MEMORY, threads);
    }

    private RunReport run(Budget budget, SaveRequest... requests) throws Exception {
        return PlanRunner.run(Plan.of(List.of(requests), disk), disk, budget, Progress.SILENT, Cancellation.NEVER);
    }

    /** Tensors of many sizes, around those of tiles and transfers. */
    private static Checkpoint made() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int start = 0;
        for (long size : new long[] {3, 0, 4095, 4096, 4097, 100_000, 1, 1_500_000, 2, 700_000, 400_000, 0}) {
            tensors.put("t" + start, new Ramp(start++, size));
        }
        return Settings.checkpoint(tensors);
    }

    /** All stored tensors in order, computed ones among them. */
    private static Checkpoint edited(Checkpoint read) {
        Step step = new Step(1, "fix.ckpts:1", "update");
        Checkpoint edited = read;
        for (String name : List.of("t0", "t1", "t5", "t9")) {
            Tensor input = edited.entry(name).orElseThrow().tensor();
            edited = edited.with(edited.entry(name).orElseThrow().valued(new Higher(input, 1000), step));
        }
        return edited;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void writesStoredAndComputedTensorsInOrder(int threads) throws Exception {
        run(budget(threads), Settings.save(1, made(), PATH, SaveOptions.NONE));
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            RunReport report =
                    run(budget(threads), Settings.save(1, edited(opened.checkpoint()), COPY, SaveOptions.NONE));
            assertThat(report.bytesComputed()).isEqualTo(3 + 100_000 + 700_000);
            assertThat(report.bytesCopied()).isEqualTo(4095 + 4096 + 4097 + 1 + 1_500_000 + 2 + 400_000);
        }
        Map<String, String> saved = Settings.load(disk, COPY);
        assertThat(saved).hasSize(12);
        for (int i = 0; i < 12; i++) {
            Tensor was = made().entry("t" + i).orElseThrow().tensor();
            Tensor expected = List.of(0, 1, 5, 9).contains(i) ? new Higher(was, 1) : was;
            assertThat(saved.get("t" + i)).isEqualTo(java.util.Arrays.toString(Settings.bytes(expected)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void writesTheSameBytesWithAnyNumberOfThreads(int threads) throws Exception {
        run(budget(1), Settings.save(1, made(), PATH, SaveOptions.NONE));
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            Checkpoint edited = edited(opened.checkpoint());
            run(budget(1), Settings.save(1, edited, Path.of("/one/ckpt"), SaveOptions.NONE));
            run(budget(threads), Settings.save(1, edited, Path.of("/many/ckpt"), SaveOptions.NONE));
        }
        for (String file : List.of("ckpt.index", "ckpt.data-0-of-1")) {
            assertThat(disk.files().get(Path.of("/many", file)))
                    .isEqualTo(disk.files().get(Path.of("/one", file)));
        }
    }

    @Test
    void copiesNeighboursTogetherHoweverManyTheyAre() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            tensors.put("t" + i, new Ramp(i, 100));
        }
        run(budget(2), Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE));
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            long before = disk.steps();
            run(budget(2), Settings.save(1, opened.checkpoint(), COPY, SaveOptions.NONE));
            assertThat(disk.steps() - before).isLessThan(20);
        }
        assertThat(disk.files().get(Path.of("/disk/copy.data-0-of-1")))
                .isEqualTo(disk.files().get(Path.of("/disk/ckpt.data-0-of-1")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void holdsNoMoreMemoryThanItsBudget(int threads) throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            tensors.put("t" + i, new Higher(new Ramp(i, 1_000_000), 10_000));
        }
        RunReport report = run(budget(threads), Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE));
        assertThat(report.peakScratch()).isBetween(10_000L, Budget.LEAST_MEMORY);
        assertThat(report.bytesComputed()).isEqualTo(8_000_000);
    }

    @Test
    void aTensorThatNeedsNearlyAllMemoryIsComputedAlone() throws Exception {
        int nearlyAll = (int) (Budget.LEAST_MEMORY * 3 / 4);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("small", new Higher(new Ramp(1, 300_000), 10_000));
        tensors.put("greedy", new Higher(new Ramp(2, 300_000), nearlyAll));
        tensors.put("next", new Higher(new Ramp(3, 300_000), 10_000));
        RunReport report = run(budget(4), Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE));
        assertThat(report.peakScratch()).isBetween((long) nearlyAll, Budget.LEAST_MEMORY);
        assertThat(Settings.load(disk, PATH).get("greedy"))
                .isEqualTo(java.util.Arrays.toString(Settings.bytes(tensors.get("greedy"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTensorThatNeedsMoreThanAllMemoryFailsAndLeavesNothing(int threads) {
        Checkpoint checkpoint =
                Settings.checkpoint(Map.of("greedy", new Higher(new Ramp(2, 300_000), (int) Budget.LEAST_MEMORY)));
        assertThatThrownBy(() -> run(budget(threads), Settings.save(1, checkpoint, PATH, SaveOptions.NONE)))
                .isInstanceOf(ScratchExhaustedException.class);
        assertThat(disk.files()).isEmpty();
        assertThat(disk.isDirectory(PATH.getParent())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void damageInACopiedRangeIsNamedAndNothingIsSaved(int threads) throws Exception {
        run(budget(1), Settings.save(1, made(), PATH, SaveOptions.NONE));
        Path data = Path.of("/disk/ckpt.data-0-of-1");
        byte[] bytes = disk.files().get(data);
        bytes[1_000_000] ^= 1;
        disk.tamper(data, bytes);
        Map<Path, ByteBuffer> before = disk.contents();
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            SaveRequest save = Settings.save(1, opened.checkpoint(), COPY, SaveOptions.NONE);
            assertThatThrownBy(() -> run(budget(threads), save))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageStartingWith(
                            "/disk/ckpt.data-0-of-1, \"t7\", byte 112292: checksum of \"t7\" does not match:");
        }
        assertThat(disk.contents()).isEqualTo(before);
    }

    /** A leaf of a format that stores values in a form of its own: inverted bytes. */
    private record Inverted(FileTensor stored) implements FileTensor {
        @Override
        public TensorType type() {
            return stored.type();
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "inverted bytes";
        }

        @Override
        public ByteSource file() {
            return stored.file();
        }

        @Override
        public Optional<Verbatim> verbatim() {
            return Optional.empty();
        }

        @Override
        public long bytesToCheck() {
            return stored.bytesToCheck();
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            TensorReader reader = scratch.open(stored);
            return new TensorReader() {
                @Override
                public void read(long position, ByteBuffer target) throws IOException {
                    int from = target.position();
                    reader.read(position, target);
                    for (int i = from; i < target.position(); i++) {
                        target.put(i, (byte) ~target.get(i));
                    }
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
    }

    /** Formats bring leaves of their own: decoded, not copied, and their file must stay what it was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anEncodedLeafIsDecodedAndItsFileWatched(int threads) throws Exception {
        run(budget(1), Settings.save(1, made(), PATH, SaveOptions.NONE));
        Path data = Path.of("/disk/ckpt.data-0-of-1");
        byte[] bytes = disk.files().get(data);
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            Entry entry = opened.checkpoint().entry("t7").orElseThrow();
            Checkpoint inverted = Settings.checkpoint(Map.of("t7", new Inverted((FileTensor) entry.tensor())));
            RunReport report = run(budget(threads), Settings.save(1, inverted, COPY, SaveOptions.NONE));
            assertThat(report.bytesComputed()).isEqualTo(1_500_000);
            byte[] expected = Settings.bytes(entry.tensor());
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) ~expected[i];
            }
            assertThat(Settings.load(disk, COPY).get("t7")).isEqualTo(java.util.Arrays.toString(expected));

            Tensor last = new Acting(5, (position, target) -> {
                disk.tamper(data, bytes);
                target.put(new byte[target.remaining()]);
            });
            Checkpoint changing = inverted.with(Entry.read("last", last, Role.VARIABLE, 1));
            assertThatThrownBy(() ->
                            run(budget(threads), Settings.save(2, changing, Path.of("/disk/more"), SaveOptions.NONE)))
                    .isInstanceOf(StaleFileException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aSourceThatChangesMeanwhileIsNoticedAndNothingIsSaved(int threads) throws Exception {
        run(budget(1), Settings.save(1, made(), PATH, SaveOptions.NONE));
        Path data = Path.of("/disk/ckpt.data-0-of-1");
        byte[] bytes = disk.files().get(data);
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            Tensor last = new Acting(5, (position, target) -> {
                disk.tamper(data, bytes);
                target.put(new byte[target.remaining()]);
            });
            Checkpoint checkpoint = opened.checkpoint().with(Entry.read("last", last, Role.VARIABLE, 0));
            SaveRequest save = Settings.save(1, checkpoint, COPY, SaveOptions.NONE);
            assertThatThrownBy(() -> run(budget(threads), save))
                    .isInstanceOf(StaleFileException.class)
                    .hasMessage("/disk/ckpt.data-0-of-1 changed while it was in use: load it again");
        }
        assertThat(disk.list(PATH.getParent())).containsExactly("ckpt.data-0-of-1", "ckpt.index");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void stopsWithinATileAndLeavesNothing(int threads) throws Exception {
        AtomicLong read = new AtomicLong();
        Tensor endless = new Acting(1L << 30, (position, target) -> {
            read.addAndGet(target.remaining());
            target.position(target.limit());
        });
        Plan plan = Plan.of(
                List.of(Settings.save(1, Settings.checkpoint(Map.of("t", endless)), PATH, SaveOptions.NONE)), disk);
        assertThatThrownBy(
                        () -> PlanRunner.run(plan, disk, budget(threads), Progress.SILENT, () -> read.get() > 1 << 20))
                .isInstanceOf(SaveCancelledException.class)
                .hasMessage("saving was cancelled; nothing was changed");
        assertThat(read.get()).isLessThan((1 << 20) + 2 * Budget.LEAST_MEMORY);
        assertThat(disk.files()).isEmpty();
    }

    static Stream<Tensor> endless() {
        Shape shape = Shape.of(1L << 40);
        Tensor zeros = Constant.zeros(new TensorType(DType.FLOAT32, shape));
        return Stream.of(
                Reduction.of(Reduction.Kind.SUM, zeros, Optional.empty(), false),
                Reduction.std(zeros, Optional.empty(), false),
                KthLargest.of(zeros, 7),
                MatMul.of(Reshape.of(zeros, Shape.of(1, 1L << 40)), zeros),
                new Orthogonal(1, 0).create(new TensorType(DType.FLOAT32, Shape.of(5000, 5000)), "w"));
    }

    /** Each would take hours. */
    @ParameterizedTest
    @MethodSource("endless")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void stopsWithinTheComputationOfOneTile(Tensor tensor) throws Exception {
        AtomicLong asked = new AtomicLong();
        Plan plan = Plan.of(
                List.of(Settings.save(1, Settings.checkpoint(Map.of("t", tensor)), PATH, SaveOptions.NONE)), disk);
        assertThatThrownBy(() -> PlanRunner.run(
                        plan, disk, new Budget(1L << 30, 2), Progress.SILENT, () -> asked.incrementAndGet() > 500))
                .isInstanceOf(SaveCancelledException.class);
        assertThat(disk.list(PATH.getParent())).isEmpty();
    }

    @Test
    void reportsProgressAtMostTenTimesASecondAndAtBothEnds() throws Exception {
        AtomicLong clock = new AtomicLong();
        List<String> reported = new ArrayList<>();
        Plan plan = Plan.of(
                List.of(Settings.save(
                        1, Settings.checkpoint(Map.of("t", new Ramp(1, 100 * 262_144))), PATH, SaveOptions.NONE)),
                disk);
        RunReport report = PlanRunner.run(
                plan,
                disk,
                budget(1),
                (done, total) -> reported.add(done / 262_144 + "/" + total / 262_144),
                Cancellation.NEVER,
                () -> clock.addAndGet(5_000_000));
        assertThat(reported)
                .hasSize(2 + 99 / 20)
                .startsWith("0/100", "20/100", "40/100")
                .endsWith("100/100");
        assertThat(report.seconds()).isBetween(0.5, 0.6);
    }

    @Test
    void measuresWhatItDid() throws Exception {
        SaveOptions latest = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), true, false, false);
        RunReport report = run(
                Budget.standard(), Settings.save(1, Settings.checkpoint(Map.of("t", new Ramp(1, 10))), PATH, latest));
        assertThat(report.files())
                .containsExactly(
                        Path.of("/disk/ckpt.data-0-of-2"),
                        Path.of("/disk/ckpt.data-1-of-2"),
                        Path.of("/disk/ckpt.index"),
                        Path.of("/disk/newest"));
        assertThat(report.bytesWritten()).isEqualTo(disk.used());
        assertThat(report.linked()).isZero();
        assertThat(report.warnings()).isEmpty();
        assertThat(new String(disk.files().get(Path.of("/disk/newest")), UTF_8)).isEqualTo("ckpt");
    }

    @Test
    void refusesToSaveWhereAnotherRunIsSaving() throws Exception {
        disk.createDirectories(PATH.getParent());
        disk.lock(Path.of("/disk/.ckpt.ckpts-lock-1f"));
        disk.lock(Path.of("/disk/.other.ckpts-lock-2f"));
        disk.create(Path.of("/disk/.other.index.ckpts-tmp-2f")).close();
        SaveRequest save = Settings.save(1, made(), PATH, SaveOptions.NONE);
        assertThatThrownBy(() -> run(budget(1), save))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("another run is saving to /disk/ckpt: wait for it; nothing was changed");
        run(budget(1), Settings.save(1, made(), COPY, SaveOptions.NONE));
        assertThat(disk.list(PATH.getParent()))
                .containsExactly(
                        ".ckpt.ckpts-lock-1f",
                        ".other.ckpts-lock-2f",
                        ".other.index.ckpts-tmp-2f",
                        "copy.data-0-of-1",
                        "copy.index");
    }

    @Test
    void refusesWhatHasAppearedSinceItWasPlanned() throws Exception {
        Plan plan = Plan.of(List.of(Settings.save(1, made(), PATH, SaveOptions.NONE)), disk);
        disk.createDirectories(PATH.getParent());
        disk.create(Path.of("/disk/ckpt.index")).close();
        assertThatThrownBy(() -> PlanRunner.run(plan, disk, budget(1), Progress.SILENT, Cancellation.NEVER))
                .hasMessage(
                        "/disk/ckpt.index has appeared since the save was planned: save again; nothing was changed");
        assertThat(disk.list(PATH.getParent())).containsExactly("ckpt.index");
    }

    @Test
    void saysWhichOfSeveralSavesStandWhenOneCannotBeCompleted() throws Exception {
        SaveRequest first = Settings.save(1, made(), PATH, SaveOptions.NONE);
        SaveRequest second = Settings.save(2, made(), COPY, SaveOptions.NONE);
        SimulatedDisk measured = new SimulatedDisk();
        Settings.run(measured, first, second);
        // The last steps: of "copy", data moved, synced, index moved, synced, record deleted, synced; two locks
        // deleted.
        disk.failAt(measured.steps() - 5, () -> new IOException("Input/output error"));
        assertThatThrownBy(() -> Settings.run(disk, first, second))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot complete the save to /disk/copy: Input/output error; "
                        + "/disk/ckpt holds the new checkpoint, /disk/copy is as it was");
        assertThat(disk.list(PATH.getParent())).containsExactly("ckpt.data-0-of-1", "ckpt.index");
    }

    @Test
    void aFolderMadeForTwoSavesIsRemovedWithBoth() {
        Checkpoint greedy =
                Settings.checkpoint(Map.of("greedy", new Higher(new Ramp(2, 300_000), (int) Budget.LEAST_MEMORY)));
        assertThatThrownBy(() -> run(
                        budget(1),
                        Settings.save(1, made(), PATH, SaveOptions.NONE),
                        Settings.save(2, greedy, COPY, SaveOptions.NONE)))
                .isInstanceOf(ScratchExhaustedException.class);
        assertThat(disk.files()).isEmpty();
        assertThat(disk.isDirectory(PATH.getParent())).isFalse();
    }

    @Test
    void everyErrorOfTheFormatLeavesNothing() throws Exception {
        Tensor broken = new Acting(5, (position, target) -> {
            throw new IllegalStateException("broken");
        });
        SaveRequest save = Settings.save(1, Settings.checkpoint(Map.of("t", broken)), PATH, SaveOptions.NONE);
        assertThatThrownBy(() -> run(budget(4), save)).hasMessage("broken");
        assertThat(disk.files()).isEmpty();
    }
}
