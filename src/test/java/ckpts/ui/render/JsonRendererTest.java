package ckpts.ui.render;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
    private static String fields(Cell... cells) {
        List<Report.Field> fields = new java.util.ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            fields.add(new Report.Field("k" + i, "label", cells[i]));
        }
        return new JsonRenderer().render(new Report.Fields("a title", fields));
    }

    @Test
    void writesValuesRaw() {
        assertThat(fields(
                        Cell.whole(1_234_567),
                        Cell.bytes(2048),
                        Cell.real(0.1),
                        Cell.dimensions(List.of(2L, 3L)),
                        Cell.flag(true),
                        Cell.nothing(),
                        Cell.many(List.of(Cell.name("a"), Cell.name("b")))))
                .isEqualTo("""
                        {
                          "k0" : 1234567,
                          "k1" : 2048,
                          "k2" : 0.1,
                          "k3" : [ 2, 3 ],
                          "k4" : true,
                          "k5" : null,
                          "k6" : [ "a", "b" ]
                        }
                        """);
    }

    @Test
    void writesWhatJsonHasNoNumberForAsStrings() {
        assertThat(fields(
                        Cell.real(Double.NaN),
                        Cell.real(Double.POSITIVE_INFINITY),
                        Cell.real(Double.NEGATIVE_INFINITY)))
                .isEqualTo("""
                        {
                          "k0" : "NaN",
                          "k1" : "Infinity",
                          "k2" : "-Infinity"
                        }
                        """);
    }

    @Test
    void isAsciiWhateverNamesHold() {
        assertThat(fields(Cell.name("é"), Cell.name("\udcff"), Cell.name("😀"), Cell.name("a\n\u001b")))
                .isEqualTo("""
                {
                  "k0" : "\\u00E9",
                  "k1" : "\\uDCFF",
                  "k2" : "\\uD83D\\uDE00",
                  "k3" : "a\\n\\u001B"
                }
                """);
    }

    @Test
    void writesTreesAsNodesWithChildren() {
        Report.Node leaf = new Report.Node("w", List.of(new Report.Field("bytes", "bytes", Cell.bytes(4))), List.of());

        assertThat(new JsonRenderer()
                        .render(new Report.Sections(
                                "",
                                List.of(
                                        new Report.Section(
                                                "tree",
                                                new Report.Tree(
                                                        "", List.of(new Report.Node("a/", List.of(), List.of(leaf))))),
                                        new Report.Section(
                                                "told",
                                                new Report.Told(List.of("for people"), Report.Lines.of("data")))))))
                .isEqualTo("""
                        {
                          "tree" : [ {
                            "label" : "a/",
                            "children" : [ {
                              "label" : "w",
                              "bytes" : 4
                            } ]
                          } ],
                          "told" : [ "data" ]
                        }
                        """);
    }

    @Test
    void passesOnInPiecesWhatItMakesInOne() {
        Report report = new Report.Table(
                "",
                List.of(Report.Column.left("name", "name")),
                Rows.of(Collections.nCopies(3000, "layer"), name -> List.of(Cell.name(name))),
                List.of());
        List<String> pieces = new ArrayList<>();

        new JsonRenderer().render(report, pieces::add);

        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(String.join("", pieces)).isEqualTo(new JsonRenderer().render(report));
    }
}
