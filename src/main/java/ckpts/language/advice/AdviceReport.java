package ckpts.language.advice;

import ckpts.checkpoint.Difference;
import ckpts.diagnosis.Advice;
import ckpts.diagnosis.Finding;
import ckpts.diagnosis.Repair;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.List;

/** A difference with advice: grouped lines with causes and repairs for people, all names for programs. */
public final class AdviceReport {
    private static final List<Report.Column> FINDINGS = List.of(
            Report.Column.left("kind", "kind"),
            Report.Column.left("subject", "subject"),
            Report.Column.right("count", "count"),
            Report.Column.left("names", "names"),
            Report.Column.left("cause", "cause"),
            Report.Column.left("repairs", "repairs"),
            Report.Column.left("alternatives", "alternatives"));

    private AdviceReport() {}

    public static Report.Preformatted of(Advice advice) {
        Difference difference = advice.difference();
        Report.Fields summary = new Report.Fields(
                "",
                List.of(
                        new Report.Field("equal", "equal", Cell.flag(difference.isEmpty())),
                        new Report.Field("matching", "matching", Cell.whole(difference.matching())),
                        count("missing", difference.missing().size()),
                        count("mismatched", difference.mismatched().size()),
                        count("unexpected", difference.unexpected().size())));
        List<List<Cell>> rows =
                advice.findings().stream().map(AdviceReport::row).toList();
        return new Report.Preformatted(
                AdviceText.lines(advice, ""),
                new Report.Sections(
                        "",
                        List.of(
                                new Report.Section("summary", summary),
                                new Report.Section("findings", new Report.Table("", FINDINGS, rows, List.of())))));
    }

    private static Report.Field count(String key, int number) {
        return new Report.Field(key, key, Cell.whole(number));
    }

    private static List<Cell> row(Finding finding) {
        return List.of(
                Cell.text(finding.kind().word()),
                Cell.text(finding.subject()),
                Cell.whole(finding.count()),
                Cell.many(finding.names().stream().map(Cell::name).toList()),
                Cell.text(finding.cause()),
                Cell.many(finding.repairs().stream()
                        .map(repair -> Cell.text(text(List.of(repair))))
                        .toList()),
                Cell.many(finding.alternatives().stream()
                        .map(repairs -> Cell.text(text(repairs)))
                        .toList()));
    }

    private static String text(List<Repair> repairs) {
        return String.join("\n", AdviceText.script(repairs));
    }
}
