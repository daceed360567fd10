package ckpts.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ckpts.bytes.SimulatedDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.format.OpenedCheckpoint;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.workspace.SaveRefusedException.Reason;
import ckpts.workspace.SaveRefusedException.Refusal;
import ckpts.workspace.Settings.Higher;
import ckpts.workspace.Settings.Ramp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final Budget BUDGET = new Budget(8 << 20, 2);
    private static final Step STEP = new Step(1, "fix.ckpts:1", "edit");

    private final SimulatedDisk disk = new SimulatedDisk();

    private static Checkpoint made() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", new Ramp(1, 100));
        tensors.put("b", new Ramp(2, 200));
        tensors.put("c", new Ramp(3, 300));
        return Settings.checkpoint(tensors);
    }

    private List<Refusal> refusals(SaveRequest... requests) {
        return catchThrowableOfType(SaveRefusedException.class, () -> Plan.of(List.of(requests), disk))
                .refusals();
    }

    /** A cast as {@code tensor.op} has it: another element type, the same shape. */
    private record Cast(Tensor input, DType to) implements Tensor {
        @Override
        public TensorType type() {
            return new TensorType(to, input.type().shape());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return "cast to " + to;
        }

        @Override
        public TensorReader open(Scratch scratch) {
            return new Unread();
        }
    }

    private static final class Unread implements TensorReader {
        @Override
        public void read(long position, ByteBuffer target) {
            throw new IllegalStateException("a plan reads nothing");
        }

        @Override
        public void close() {}
    }

    private record Constant(DType dtype) implements Tensor {
        @Override
        public TensorType type() {
            return new TensorType(dtype, Shape.of(4));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "zeros";
        }

        @Override
        public TensorReader open(Scratch scratch) {
            return new Unread();
        }
    }

    @Test
    void refusesToReplaceACheckpointUnlessToldTo() throws Exception {
        Settings.run(disk, Settings.save(1, made(), PATH, SaveOptions.NONE));
        assertThat(refusals(Settings.save(2, made(), PATH, SaveOptions.NONE)))
                .containsExactly(
                        new Refusal(
                                new Step(2, "fix.ckpts:2", "save \"ckpt\""),
                                Reason.OCCUPIED,
                                "/disk/ckpt exists",
                                List.of(),
                                "to replace it, write `overwrite` at the end of the statement or run the script with --overwrite; else save to another path"));
        assertThat(Plan.of(List.of(Settings.save(2, made(), PATH, SaveOptions.NONE.overwriting())), disk)
                        .saves())
                .hasSize(1);
    }

    @Test
    void refusesTwoSavesToOnePathHoweverItIsSpelled() {
        assertThat(refusals(
                        Settings.save(1, made(), PATH, SaveOptions.NONE),
                        Settings.save(2, made(), Path.of("/disk/x/../ckpt"), SaveOptions.NONE)))
                .containsExactly(new Refusal(
                        new Step(2, "fix.ckpts:2", "save \"ckpt\""),
                        Reason.TWICE,
                        "/disk/x/../ckpt is saved twice",
                        List.of("first at fix.ckpts:1: save \"ckpt\""),
                        "give one of them another path"));
    }

    @Test
    void saysAllThatTheFormatCannotStoreOfAllSaves() {
        Checkpoint odd = Settings.checkpoint(Map.of("a b", new Ramp(1, 1)));
        assertThat(refusals(
                        Settings.save(1, odd, PATH, SaveOptions.NONE),
                        Settings.save(2, odd, Path.of("/disk/other"), SaveOptions.NONE)))
                .extracting(Refusal::reason, Refusal::message, Refusal::details)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Reason.UNSTORABLE,
                                "shelf cannot store this checkpoint",
                                List.of("\"a b\" has a blank")),
                        org.assertj.core.groups.Tuple.tuple(
                                Reason.UNSTORABLE,
                                "shelf cannot store this checkpoint",
                                List.of("\"a b\" has a blank")));
    }

    @Test
    void explainsWhatItWouldDo() throws Exception {
        Settings.run(disk, Settings.save(1, made(), PATH, SaveOptions.NONE));
        try (OpenedCheckpoint opened = Settings.SHELF.open(PATH, disk)) {
            Checkpoint read = opened.checkpoint();
            Entry a = read.entry("a").orElseThrow().holding(Optional.of(new InputId("model", "a")));
            Entry b = read.entry("b").orElseThrow().holding(Optional.of(new InputId("model", "b")));
            Checkpoint edited = read.replacing(Map.of(
                            "a", a.named("z", STEP), "b", b.valued(new Higher(new Higher(b.tensor(), 1), 1), STEP)))
                    .without(List.of("c"))
                    .with(Entry.read("new", new Ramp(7, 10), ckpts.checkpoint.Role.VARIABLE, 0));
            SaveOptions options = new SaveOptions(OptionalInt.of(1), OptionalLong.empty(), true, true, false);
            Plan plan = Plan.of(List.of(Settings.save(1, edited, PATH, options)), disk);
            assertThat(text(plan.explain(List.of("c"), BUDGET))).isEqualTo("""
                            [outputs] file | format | tensors | bytes | how
                            /disk/ckpt.data-0-of-2 | shelf | 3 | 310 |\s
                            /disk/ckpt.data-1-of-2 | shelf | 0 | 0 |\s
                            /disk/ckpt.index | shelf | 0 | 0 | index of 3 tensors
                            /disk/newest | shelf | 0 | 0 | record of the newest checkpoint
                            /disk/ckpt.data-0-of-1 | shelf | - | - | deleted at the end
                            [names] change | old | new
                            renamed | a | z
                            new | - | new
                            dropped | c | -
                            [computed] name | type | bytes | expression
                            b | uint8[200] | 200 | add 1 of add 1 of "b"
                            new | uint8[10] | 10 | ramp from 7
                            [copied] tensors=1 bytes=100
                            [cost] bytes_read=500 read_amplification=1.67 bytes_written=310 links=0 memory=20682
                            [warnings] stored in 2 shards
                            """);
        }
    }

    @Test
    void warnsOfCastsThatLoseValuesAndOfNoOthers() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("narrowed", new Cast(new Constant(DType.FLOAT32), DType.BFLOAT16));
        tensors.put("widened", new Cast(new Constant(DType.BFLOAT16), DType.FLOAT32));
        tensors.put("through", new Cast(new Cast(new Constant(DType.INT64), DType.FLOAT32), DType.FLOAT64));
        Plan plan = Plan.of(List.of(Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE)), disk);
        assertThat(text(plan.explain(List.of(), BUDGET))).endsWith("""
                        [warnings] "narrowed" loses values: cast to bfloat16 from float32
                        "through" loses values: cast to float32 from int64
                        """);
    }

    @Test
    void knowsWhichTypesHoldAllValuesOfOthers() {
        assertThat(holds(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.INT16, DType.UINT16, DType.BOOL))
                .isTrue();
        assertThat(holds(DType.FLOAT16, DType.BFLOAT16)).isFalse();
        assertThat(holds(DType.BFLOAT16, DType.FLOAT16)).isFalse();
        assertThat(holds(DType.FLOAT32, DType.INT32)).isFalse();
        assertThat(holds(DType.INT32, DType.FLOAT16)).isFalse();
        assertThat(holds(DType.INT16, DType.UINT8, DType.INT8)).isTrue();
        assertThat(holds(DType.UINT16, DType.INT8)).isFalse();
        assertThat(holds(DType.COMPLEX64, DType.FLOAT32)).isTrue();
        assertThat(holds(DType.FLOAT64, DType.COMPLEX64)).isFalse();
        assertThat(holds(DType.FLOAT16, DType.FLOAT8_E5M2, DType.FLOAT8_E4M3FN)).isTrue();
    }

    private static boolean holds(DType type, DType... others) {
        return List.of(others).stream().allMatch(other -> ValueRange.of(type).holds(ValueRange.of(other)));
    }

    /** A report as lines that a test can show. */
    private static String text(Report.Sections sections) {
        return sections.sections().stream()
                .map(section -> "[" + section.key() + "] " + text(section.report()) + "\n")
                .collect(Collectors.joining());
    }

    private static String text(Report report) {
        if (report instanceof Report.Table table) {
            String head = table.columns().stream().map(Report.Column::key).collect(Collectors.joining(" | "));
            return head
                    + table.rows().stream()
                            .map(row -> "\n" + row.stream().map(PlanTest::text).collect(Collectors.joining(" | ")))
                            .collect(Collectors.joining());
        }
        if (report instanceof Report.Fields fields) {
            return fields.fields().stream()
                    .map(field -> field.key() + "=" + text(field.value()))
                    .collect(Collectors.joining(" "));
        }
        return String.join("\n", ((Report.Lines) report).lines());
    }

    private static String text(Cell cell) {
        if (cell instanceof Cell.Text value) {
            return value.text();
        }
        if (cell instanceof Cell.Name value) {
            return value.name();
        }
        if (cell instanceof Cell.Whole value) {
            return "" + value.value();
        }
        if (cell instanceof Cell.Bytes value) {
            return "" + value.count();
        }
        return "-";
    }
}
