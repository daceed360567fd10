package ckpts.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ckpts.bytes.SimulatedDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.format.OpenedCheckpoint;
import ckpts.plan.SaveRefusedException.Reason;
import ckpts.plan.SaveRefusedException.Refusal;
import ckpts.publication.Settings;
import ckpts.publication.Settings.Higher;
import ckpts.publication.Settings.Ramp;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.review.PlanFacts;
import ckpts.review.Proposal;
import ckpts.review.Review;
import ckpts.review.ValueRange;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final Budget BUDGET = new Budget(8 << 20, 2);

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
                                "to replace it, run with --overwrite, or write `overwrite` at the end of the statement; else save to another path"));
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
            Workspace workspace =
                    Workspace.empty().loading(new Loaded("model", PATH, "shelf", List.of(), 0, opened.checkpoint()));
            Tensor b = workspace
                    .checkpoint("model")
                    .orElseThrow()
                    .current()
                    .entry("b")
                    .orElseThrow()
                    .tensor();
            workspace = workspace
                    .renaming("model", Map.of("a", "z"), step(1))
                    .changing("model", Map.of("b", new Higher(new Higher(b, 1), 1)), step(2))
                    .dropping("model", List.of("c"), step(3))
                    .placing("model", List.of(entry("new", 7, step(4)), entry("z", 9, step(5))), step(5));
            SaveOptions options = new SaveOptions(OptionalInt.of(1), OptionalLong.empty(), true, true, false);
            SaveRequest save =
                    Settings.save(6, workspace.checkpoint("model").orElseThrow().current(), PATH, options);
            Review review = new Review(
                    workspace.checkpoints(),
                    workspace.ledger(),
                    List.of(new Review.Parameter("out", "ckpt")),
                    List.of(new Review.Question("fix.ckpts:5", "assert finite \"**\"")));
            Report.Abridged report =
                    (Report.Abridged) Proposal.of(List.of(save), disk, review).report(BUDGET);

            assertThat(text(report.whole())).isEqualTo("""
                            [parameters] name | value
                            out | ckpt
                            [loaded] checkpoint | path | format | tensors
                            model | /disk/ckpt | shelf | 3
                            [saves] path | format | checkpoint | place | statement | tensors | refused
                            /disk/ckpt | shelf | model | fix.ckpts:6 | save "ckpt" | 3 | -
                            [outputs] file | format | tensors | bytes | how
                            /disk/ckpt.data-0-of-2 | shelf | 3 | 220 |\s
                            /disk/ckpt.data-1-of-2 | shelf | 0 | 0 |\s
                            /disk/ckpt.index | shelf | 0 | 0 | index of 3 tensors
                            /disk/newest | shelf | 0 | 0 | record of the newest checkpoint
                            /disk/ckpt.data-0-of-1 | shelf | - | - | deleted at the end
                            [tensors] save | name | change | checkpoint | old_name | old_type | type | bytes | expression | copied | loses | statements
                            /disk/ckpt | b | changed | model | b | uint8[200] | uint8[200] | 200 | add 1 of add 1 of "b" | false | [] | [fix.ckpts:2]
                            /disk/ckpt | new | new | - | - | - | uint8[10] | 10 | ramp from 7 | false | [] | [fix.ckpts:4]
                            /disk/ckpt | z | replaced | model | a | uint8[100] | uint8[10] | 10 | ramp from 9 | false | [] | [fix.ckpts:1, fix.ckpts:5]
                            [gone] save | checkpoint | name | type | fate | statement
                            /disk/ckpt | model | a | uint8[100] | replaced | fix.ckpts:5
                            /disk/ckpt | model | c | uint8[300] | dropped | fix.ckpts:3
                            [added] save | name | type | bytes | expression | crc32
                            [aliases] save | alias | name
                            [metadata] save | key | old | new | statement
                            [json] save | file | value | old | new | statement
                            [asked_of_values] place | statement
                            fix.ckpts:5 | assert finite "**"
                            [copied] tensors=0 bytes=0
                            [cost] bytes_read=400 read_amplification=2.00 bytes_written=220 links=0 memory=20682
                            [warnings] stored in 2 shards
                            """);
            assertThat(text(report.brief())).isEqualTo("""
                            [parameters] parameters
                              out = ckpt
                            [save] save /disk/ckpt (line 6): 3 tensors, shelf
                              changed 1: b  add 1 of add 1  (line 2)
                              replaced 1: a -> z  uint8[100] -> uint8[10]: ramp from 9  (lines 1, 5)
                              new 1: new  uint8[10]: ramp from 7  (line 4)
                              dropped 1: c  (line 3)
                            [outputs] file | format | tensors | bytes | how
                            /disk/ckpt.data-0-of-2 | shelf | 3 | 220 |\s
                            /disk/ckpt.data-1-of-2 | shelf | 0 | 0 |\s
                            /disk/ckpt.index | shelf | 0 | 0 | index of 3 tensors
                            /disk/newest | shelf | 0 | 0 | record of the newest checkpoint
                            /disk/ckpt.data-0-of-1 | shelf | - | - | deleted at the end
                            [asked_of_values] checked or shown once values are read
                              assert finite "**"  (line 5)
                            [cost] bytes_read=400 read_amplification=2.00 bytes_written=220 links=0 memory=20682
                            [warnings] stored in 2 shards
                            """);
        }
    }

    private static Step step(int number) {
        return new Step(number, "fix.ckpts:" + number, "edit " + number);
    }

    private static Entry entry(String name, int start, Step step) {
        return Entry.made(name, new Ramp(start, 10), ckpts.checkpoint.Role.VARIABLE, step);
    }

    @Test
    void warnsOfCastsThatLoseValuesAndOfNoOthers() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("narrowed", new Cast(new Constant(DType.FLOAT32), DType.BFLOAT16));
        tensors.put("widened", new Cast(new Constant(DType.BFLOAT16), DType.FLOAT32));
        tensors.put("through", new Cast(new Cast(new Constant(DType.INT64), DType.FLOAT32), DType.FLOAT64));
        tensors.put("also", new Cast(new Constant(DType.FLOAT32), DType.BFLOAT16));
        Plan plan = Plan.of(List.of(Settings.save(1, Settings.checkpoint(tensors), PATH, SaveOptions.NONE)), disk);
        assertThat(PlanFacts.warnings(plan))
                .containsExactly(
                        "2 tensors lose values: float32 to bfloat16", "\"through\" loses values: int64 to float32");
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
    private static String text(Report report) {
        return ((Report.Sections) report)
                .sections().stream()
                        .map(section -> "[" + section.key() + "] " + part(section.report()) + "\n")
                        .collect(Collectors.joining());
    }

    private static String part(Report report) {
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
        return String.join(
                "\n", report instanceof Report.Prose prose ? prose.lines() : ((Report.Lines) report).lines());
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
        if (cell instanceof Cell.Flag value) {
            return "" + value.value();
        }
        if (cell instanceof Cell.Many many) {
            return many.cells().stream().map(PlanTest::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return "-";
    }
}
