package ckpts.inspection;

import ckpts.format.Verification;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.List;

/** The result of checking a stored checkpoint. */
public final class VerificationReport {
    private static final List<Report.Column> FINDINGS = List.of(
            Report.Column.left("kind", "kind"),
            Report.Column.left("place", "place"),
            Report.Column.left("message", "finding"));

    private VerificationReport() {}

    private static Cell text(String text) {
        return text.isEmpty() ? Cell.nothing() : Cell.text(text);
    }

    /**
     * The result, then the findings if there are any.
     *
     * @param path as the user wrote it
     */
    public static Report of(String path, Verification verification) {
        Report.Fields summary = new Report.Fields(
                "",
                List.of(
                        new Report.Field("path", "path", Cell.name(path)),
                        new Report.Field("sound", "sound", Cell.flag(verification.isSound())),
                        new Report.Field("tensors", "tensors", Cell.whole(verification.tensors())),
                        new Report.Field("bytes", "bytes with checksums", Cell.bytes(verification.bytes())),
                        new Report.Field(
                                "checked", "checked", text(verification.scope().checked())),
                        new Report.Field(
                                "not_checked",
                                "not checked",
                                text(verification.scope().unchecked()))));
        List<List<Cell>> rows = verification.findings().stream()
                .map(finding -> List.of(
                        Cell.text(finding.kind().word()), Cell.text(finding.place()), Cell.text(finding.message())))
                .toList();
        Report.Table findings = new Report.Table("", FINDINGS, rows, List.of());
        Report.Section head = new Report.Section("summary", summary);
        return new Report.Sections(
                "", rows.isEmpty() ? List.of(head) : List.of(head, new Report.Section("findings", findings)));
    }
}
