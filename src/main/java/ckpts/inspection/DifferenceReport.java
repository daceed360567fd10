package ckpts.inspection;

import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Finding;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.List;

/** A difference: grouped lines with causes and repairs for people, all names for programs. */
public final class DifferenceReport {
    private static final List<Report.Column> FINDINGS = List.of(
            Report.Column.left("kind", "kind"),
            Report.Column.left("subject", "subject"),
            Report.Column.right("count", "count"),
            Report.Column.left("names", "names"),
            Report.Column.left("cause", "cause"),
            Report.Column.left("repairs", "repairs"));

    private DifferenceReport() {}

    /** Without values: names, shapes and element types only. */
    public static Report.Told of(Difference difference) {
        Report.Fields summary = new Report.Fields(
                "",
                List.of(
                        new Report.Field("equal", "equal", Cell.flag(difference.isEmpty())),
                        new Report.Field("matching", "matching", Cell.whole(difference.matching())),
                        new Report.Field(
                                "missing",
                                "missing",
                                Cell.whole(difference.missing().size())),
                        new Report.Field(
                                "mismatched",
                                "mismatched",
                                Cell.whole(difference.mismatched().size())),
                        new Report.Field(
                                "unexpected",
                                "unexpected",
                                Cell.whole(difference.unexpected().size()))));
        List<List<Cell>> rows =
                difference.findings().stream().map(DifferenceReport::row).toList();
        return new Report.Told(
                difference.lines(),
                new Report.Sections(
                        "",
                        List.of(
                                new Report.Section("summary", summary),
                                new Report.Section("findings", new Report.Table("", FINDINGS, rows, List.of())))));
    }

    private static List<Cell> row(Finding finding) {
        return List.of(
                Cell.text(finding.kind().word()),
                Cell.text(finding.subject()),
                Cell.whole(finding.count()),
                Cell.many(finding.names().stream().map(Cell::name).toList()),
                Cell.text(finding.cause()),
                Cell.many(finding.repairs().stream()
                        .map(lines -> Cell.text(String.join("\n", lines)))
                        .toList()));
    }
}
