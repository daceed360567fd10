package ckpts.review;

import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.engine.Forecast;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.plan.Plan;
import ckpts.plan.PlannedSave;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Report.Column;
import ckpts.report.Report.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fields that the page of a plan and its tables share. */
public final class PlanFacts {
    private PlanFacts() {}

    /** The files, of all saves. */
    static Report.Table outputs(Plan plan) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (PlannedFile file : save.layout().files()) {
                rows.add(List.of(
                        Cell.name(file.path().toString()),
                        Cell.text(
                                save.request().isBeside(file.path())
                                        ? "json"
                                        : save.request().formatWritten()),
                        Cell.whole(tensors(file)),
                        Cell.bytes(PlannedSave.tensorBytes(file)),
                        Cell.text(how(file))));
            }
            for (Path old : save.departing()) {
                rows.add(List.of(
                        Cell.name(old.toString()),
                        Cell.text(save.request().format().name()),
                        Cell.nothing(),
                        Cell.nothing(),
                        Cell.text("deleted at the end")));
            }
        }
        return new Report.Table(
                "outputs",
                List.of(
                        Column.left("file", "file"),
                        Column.left("format", "format"),
                        Column.right("tensors", "tensors"),
                        Column.right("bytes", "bytes"),
                        Column.left("how", "")),
                rows,
                List.of());
    }

    private static long tensors(PlannedFile file) {
        return file.segments().stream()
                .filter(segment -> segment instanceof Segment.Values)
                .count();
    }

    private static String how(PlannedFile file) {
        if (file.linkTo().isPresent()) {
            return "link to " + file.linkTo().get();
        }
        return file.segments().stream()
                .filter(Segment.Generated.class::isInstance)
                .map(segment -> ((Segment.Generated) segment).what())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The tensors that are copied verbatim. */
    static Report.Fields copied(Plan plan) {
        long tensors = plan.saves().stream()
                .flatMap(save -> save.values().stream())
                .filter(values -> PlannedSave.isVerbatim(values.tensor()))
                .count();
        return new Report.Fields(
                "copied verbatim",
                List.of(
                        new Field("tensors", "tensors", Cell.whole(tensors)),
                        new Field("bytes", "bytes", Cell.bytes(plan.bytesCopied()))));
    }

    /** The cost of a plan. */
    static Report.Fields cost(Plan plan, Budget budget) {
        Forecast forecast = Forecast.of(plan, budget);
        List<Field> fields = new ArrayList<>(List.of(
                new Field("bytes_read", "read", Cell.bytes(forecast.bytesRead())),
                new Field(
                        "read_amplification",
                        "read amplification",
                        Cell.text(String.format(Locale.ROOT, "%.2f", forecast.amplification()))),
                new Field("bytes_written", "written", Cell.bytes(plan.tensorBytes())),
                new Field("links", "links", Cell.whole(plan.links())),
                new Field("memory", "working memory", Cell.bytes(forecast.memory()))));
        if (forecast.held() > 0) {
            fields.add(new Field("held", "computed once and held", Cell.whole(forecast.held())));
            fields.add(new Field("bytes_held", "held", Cell.bytes(forecast.bytesHeld())));
            fields.add(new Field("bytes_spilled", "of these, in files", Cell.bytes(forecast.bytesSpilled())));
        }
        return new Report.Fields("cost", fields);
    }

    /** Points for a reviewer to consider, each stated once. */
    public static List<String> warnings(Plan plan) {
        List<String> lines = new ArrayList<>(plan.notes().stream().distinct().toList());
        Map<String, List<String>> losing = new TreeMap<>();
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                Derivation.losses(values.tensor())
                        .forEach(loss -> losing.computeIfAbsent(loss, any -> new ArrayList<>())
                                .add(values.name()));
            }
        }
        losing.forEach((loss, names) -> lines.add(
                names.size() == 1
                        ? "\"" + names.get(0) + "\" loses values: " + loss
                        : names.size() + " tensors lose values: " + loss));
        if (plan.links() > 0) {
            lines.add("linked files are not read: a damaged one stays damaged, and a change to one changes the other");
        }
        return lines;
    }

    /** {@code line 7} of the file that the save is in; elsewhere {@code heads.ckpts:3}. */
    static String place(String place, Step save) {
        int colon = place.lastIndexOf(':');
        String file = place.substring(0, colon + 1);
        return save.place().startsWith(file) ? "line " + place.substring(colon + 1) : place;
    }
}
