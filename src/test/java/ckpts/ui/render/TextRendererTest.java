package ckpts.ui.render;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.report.ByteCount;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TextRendererTest {
    private static final List<Report.Column> COLUMNS = List.of(
            Report.Column.left("name", "name"),
            Report.Column.left("dtype", "dtype"),
            Report.Column.left("shape", "shape"),
            Report.Column.right("bytes", "bytes"),
            Report.Column.left("role", "role"));

    private static List<Cell> row(String name, long bytes, Long... shape) {
        return List.of(
                Cell.name(name),
                Cell.text("float32"),
                Cell.dimensions(List.of(shape)),
                Cell.bytes(bytes),
                Cell.nothing());
    }

    private static Report.Table layers(int count) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row("bert/encoder/layer_" + i + "/attention/output/dense/kernel", 2_359_296, 768L, 768L));
        }
        return new Report.Table("", COLUMNS, rows, List.of(count + " tensors"));
    }

    @Test
    void drawsATableWithoutTheColumnThatNoRowFills() {
        Report report = new Report.Table(
                "model",
                COLUMNS,
                List.of(row("dense/bias", 512, 128L), row("dense/kernel", 131_072, 256L, 128L), row("step", 8)),
                List.of("3 tensors, 131,592 bytes"));

        assertThat(new TextRenderer(Style.PLAIN).render(report)).isEqualTo("""
                model
                name          dtype    shape           bytes
                dense/bias    float32  [128]           512 B
                dense/kernel  float32  [256, 128]  128.0 KiB
                step          float32  []                8 B
                3 tensors, 131,592 bytes
                """);
    }

    @Test
    void leavesOutTheMiddleOfALongTableAndSaysSo() {
        assertThat(new TextRenderer(Style.terminal(140, 4, false)).render(layers(412)))
                .isEqualTo("""
                name                                                  dtype    shape         bytes
                bert/encoder/layer_0/attention/output/dense/kernel    float32  [768, 768]  2.3 MiB
                bert/encoder/layer_1/attention/output/dense/kernel    float32  [768, 768]  2.3 MiB
                ...
                bert/encoder/layer_410/attention/output/dense/kernel  float32  [768, 768]  2.3 MiB
                bert/encoder/layer_411/attention/output/dense/kernel  float32  [768, 768]  2.3 MiB
                4 of 412 shown
                412 tensors
                """);
    }

    @Test
    void shortensTheMiddleOfTheWidestColumnToFitTheTerminal() {
        String screen = new TextRenderer(Style.terminal(60, 40, false)).render(layers(1));

        assertThat(screen).isEqualTo("""
                name                            dtype    shape         bytes
                bert/encoder/...t/dense/kernel  float32  [768, 768]  2.3 MiB
                1 tensors
                """);
        assertThat(screen.lines()).allMatch(line -> line.length() <= 60);
    }

    @Test
    void drawsEveryRowInFullWhereNoTerminalIs() {
        String screen = new TextRenderer(Style.PLAIN).render(layers(412));

        assertThat(screen.lines()).hasSize(414);
        assertThat(screen).contains("bert/encoder/layer_205/attention/output/dense/kernel");
    }

    @Test
    void writesNoEscapeSequenceWithoutColour() {
        assertThat(new TextRenderer(Style.terminal(80, 4, false)).render(layers(9)))
                .doesNotContain("\u001b");
        assertThat(new TextRenderer(Style.terminal(80, 4, true)).render(layers(9)))
                .startsWith("\u001b[2mname");
    }

    @Test
    void escapesWhatAHostileNameCouldDoToATerminal() {
        Report report = new Report.Table(
                "",
                COLUMNS.subList(0, 1),
                List.of(
                        List.of(Cell.name("a\u001b[2Jb")),
                        List.of(Cell.name("line\nbreak")),
                        List.of(Cell.name("right\u202eleft")),
                        List.of(Cell.name("stray\udcff")),
                        List.of(Cell.name("größe/重み"))),
                List.of());

        assertThat(new TextRenderer(Style.PLAIN).render(report)).isEqualTo("""
                name
                a\\x1b[2Jb
                line\\nbreak
                right\\u202eleft
                stray\\xff
                größe/重み
                """);
    }

    @Test
    void drawsFieldsUnderEachOtherAndLeavesOutThoseWithoutValue() {
        Report report = new Report.Fields(
                "checkpoint",
                List.of(
                        new Report.Field("format", "format", Cell.text("tensorflow")),
                        new Report.Field("parameters", "parameters", Cell.whole(41_802)),
                        new Report.Field("nothing", "nothing", Cell.nothing()),
                        new Report.Field(
                                "values", "values", new Cell.Many(List.of(Cell.real(0.1f), Cell.real(-2)), 32_766))));

        assertThat(new TextRenderer(Style.PLAIN).render(report)).isEqualTo("""
                checkpoint
                format      tensorflow
                parameters  41,802
                values      [0.1, -2, ... 32,766 more]
                """);
    }

    @Test
    void drawsATreeAsIndentedNamesWithTheirDetailsInColumns() {
        Report.Node kernel =
                new Report.Node("kernel", List.of(new Report.Field("bytes", "bytes", Cell.bytes(2048))), List.of());
        Report report = new Report.Tree(
                "",
                List.of(new Report.Node(
                        "dense/",
                        List.of(
                                new Report.Field("tensors", "tensors", Cell.whole(1)),
                                new Report.Field("bytes", "bytes", Cell.bytes(2048))),
                        List.of(kernel))));

        assertThat(new TextRenderer(Style.PLAIN).render(report)).isEqualTo("""
                name      tensors    bytes
                dense/          1  2.0 KiB
                  kernel           2.0 KiB
                """);
    }

    @Test
    void numbersAreWrittenShort() {
        assertThat(List.of(
                                0.0,
                                -0.0,
                                1.0 / 3,
                                1e-5,
                                9.9e-6,
                                123_456_789.0,
                                1.5e12,
                                Double.NaN,
                                Double.NEGATIVE_INFINITY)
                        .stream()
                        .map(CellText::real))
                .containsExactly("0", "-0", "0.333333", "0.00001", "9.9e-6", "123457000", "1.5e12", "nan", "-inf");
        assertThat(List.of(0L, 1023L, 1024L, 1_048_570L, 1L << 40, Long.MAX_VALUE).stream()
                        .map(ByteCount::text))
                .containsExactly("0 B", "1023 B", "1.0 KiB", "1.0 MiB", "1.0 TiB", "8.0 EiB");
        // 5/100 of a KiB are 51.2 bytes; the last two lie on either side of 1.95 EiB.
        assertThat(List.of(1075L, 1076L, 2_248_196_933_983_351_603L, 2_248_196_933_983_351_604L).stream()
                        .map(ByteCount::text))
                .containsExactly("1.0 KiB", "1.1 KiB", "1.9 EiB", "2.0 EiB");
        assertThat(List.of(7L, -999L, -1000L, 1_234_567L).stream().map(CellText::grouped))
                .containsExactly("7", "-999", "-1,000", "1,234,567");
    }

    @Test
    void anEmptyTableIsItsFooterOrElseItsHeadings() {
        TextRenderer renderer = new TextRenderer(new Style(OptionalInt.of(20), OptionalInt.of(2), false, false));
        List<Report.Column> columns = COLUMNS.subList(0, 2);

        assertThat(renderer.render(new Report.Table("", columns, List.of(), List.of("0 tensors"))))
                .isEqualTo("0 tensors\n");
        assertThat(renderer.render(new Report.Table("", columns, List.of(), List.of())))
                .isEqualTo("name  dtype\n");
    }

    /** Of whole lines, so that an order to a service, which begins a line, is found in one of them. */
    @Test
    void passesOnALongTableInPiecesOfWholeLines() {
        List<String> pieces = new ArrayList<>();

        new TextRenderer(Style.PLAIN).render(layers(2000), pieces::add);

        assertThat(pieces).hasSize(3).allMatch(piece -> piece.endsWith("\n"));
        assertThat(String.join("", pieces))
                .isEqualTo(new TextRenderer(Style.PLAIN).render(layers(2000)))
                .startsWith("name ")
                .endsWith("\n2000 tensors\n")
                .hasLineCount(2002);
    }

    @Test
    void passesOnNothingOfAReportThatSaysNothing() {
        List<String> pieces = new ArrayList<>();

        new TextRenderer(Style.PLAIN).render(Report.Lines.of(), pieces::add);

        assertThat(pieces).isEmpty();
    }
}
