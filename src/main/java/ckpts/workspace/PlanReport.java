package ckpts.workspace;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Report.Column;
import ckpts.report.Report.Field;
import ckpts.report.Report.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws up what {@code explain} shows of a plan. */
final class PlanReport {
    private final Plan plan;
    private final Budget budget;

    PlanReport(Plan plan, Budget budget) {
        this.plan = plan;
        this.budget = budget;
    }

    Report.Sections sections(Collection<String> dropped) {
        return new Report.Sections(
                "plan",
                List.of(
                        new Section("outputs", outputs()),
                        new Section("names", names(dropped)),
                        new Section("computed", computed()),
                        new Section("copied", copied()),
                        new Section("cost", cost()),
                        new Section("warnings", warnings())));
    }

    private Report outputs() {
        List<List<Cell>> rows = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (PlannedFile file : save.layout().files()) {
                rows.add(List.of(
                        Cell.name(file.path().toString()),
                        Cell.text(
                                save.request().isBeside(file.path())
                                        ? "json"
                                        : save.request().format().name()),
                        Cell.whole(tensors(file)),
                        Cell.bytes(PlannedSave.tensorBytes(file)),
                        Cell.text(how(file))));
            }
            for (java.nio.file.Path old : save.layout().obsolete()) {
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
        List<String> made = new ArrayList<>();
        for (Segment segment : file.segments()) {
            if (segment instanceof Segment.Generated generated && !made.contains(generated.what())) {
                made.add(generated.what());
            }
        }
        return String.join(", ", made);
    }

    private Report names(Collection<String> dropped) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (Entry entry : save.request().checkpoint().entries()) {
                Optional<InputId> input = entry.holds();
                if (input.isEmpty()) {
                    rows.add(List.of(Cell.text("new"), Cell.nothing(), Cell.name(entry.name())));
                } else if (!input.get().name().equals(entry.name())) {
                    rows.add(List.of(Cell.text("renamed"), Cell.name(input.get().name()), Cell.name(entry.name())));
                }
            }
        }
        for (String name : dropped) {
            rows.add(List.of(Cell.text("dropped"), Cell.name(name), Cell.nothing()));
        }
        return new Report.Table(
                "names",
                List.of(Column.left("change", "change"), Column.left("old", "old"), Column.left("new", "new")),
                rows,
                List.of());
    }

    private Report computed() {
        List<List<Cell>> rows = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                if (!PlannedSave.isVerbatim(values)) {
                    rows.add(List.of(
                            Cell.name(values.name()),
                            Cell.text(values.tensor().type().toString()),
                            Cell.bytes(values.tensor().byteSize()),
                            Cell.text(Derivation.text(values.tensor()))));
                }
            }
        }
        return new Report.Table(
                "computed",
                List.of(
                        Column.left("name", "name"),
                        Column.left("type", "type"),
                        Column.right("bytes", "bytes"),
                        Column.left("expression", "expression")),
                rows,
                List.of());
    }

    private Report copied() {
        long tensors = plan.saves().stream()
                .flatMap(save -> save.values().stream())
                .filter(PlannedSave::isVerbatim)
                .count();
        return new Report.Fields(
                "copied verbatim",
                List.of(
                        new Field("tensors", "tensors", Cell.whole(tensors)),
                        new Field("bytes", "bytes", Cell.bytes(plan.bytesCopied()))));
    }

    private Report cost() {
        Forecast forecast = plan.forecast(budget);
        return new Report.Fields(
                "cost",
                List.of(
                        new Field("bytes_read", "read", Cell.bytes(forecast.bytesRead())),
                        new Field(
                                "read_amplification",
                                "read amplification",
                                Cell.text(String.format(Locale.ROOT, "%.2f", forecast.amplification()))),
                        new Field("bytes_written", "written", Cell.bytes(plan.tensorBytes())),
                        new Field("links", "links", Cell.whole(plan.links())),
                        new Field("memory", "working memory", Cell.bytes(forecast.memory()))));
    }

    private Report warnings() {
        List<String> lines = new ArrayList<>(plan.notes());
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                Derivation.losses(values.tensor())
                        .forEach(loss -> lines.add("\"" + values.name() + "\" loses values: " + loss));
            }
        }
        if (plan.links() > 0) {
            lines.add("linked files are not read: a damaged one stays damaged, and a change of one changes the other");
        }
        return new Report.Lines(lines);
    }
}
