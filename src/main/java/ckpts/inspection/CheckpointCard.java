package ckpts.inspection;

import ckpts.checkpoint.Checkpoint;
import ckpts.format.OpenedCheckpoint;
import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.List;

/** A checkpoint in a few fields: format, files, how many tensors, parameters, bytes, of which types. */
public final class CheckpointCard {
    private CheckpointCard() {}

    /** A checkpoint as it was opened. */
    public static Report.Fields of(OpenedCheckpoint opened) {
        return card(
                opened.checkpoint(),
                Cell.text(opened.path().toString()),
                Cell.text(opened.format()),
                Cell.whole(opened.files().size()));
    }

    /** A checkpoint in a session, as its statements left it. */
    public static Report.Fields of(Checkpoint checkpoint) {
        return card(checkpoint, Cell.nothing(), Cell.nothing(), Cell.nothing());
    }

    private static Report.Fields card(Checkpoint checkpoint, Cell path, Cell format, Cell files) {
        Totals totals = Totals.of(checkpoint.entries());
        long optimizer = checkpoint.entries().stream()
                .filter(entry -> entry.role().isOptimizer())
                .count();
        return new Report.Fields(
                "",
                List.of(
                        new Report.Field("path", "path", path),
                        new Report.Field("format", "format", format),
                        new Report.Field("files", "files", files),
                        new Report.Field("tensors", "tensors", Cell.whole(totals.tensors())),
                        new Report.Field("optimizer_tensors", "of the optimizer", Cell.whole(optimizer)),
                        new Report.Field(
                                "aliases",
                                "aliases",
                                Cell.whole(checkpoint.aliases().size())),
                        new Report.Field("parameters", "parameters", Cell.whole(totals.parameters())),
                        new Report.Field("dtypes", "dtypes", Cell.text(totals.dtypeMix())),
                        new Report.Field("bytes", "bytes", Cell.bytes(totals.bytes()))));
    }
}
