package ckpts.review;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.format.Segment;
import ckpts.naming.Counted;
import ckpts.naming.ParallelTemplates;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveRequest;
import ckpts.report.ByteCount;
import ckpts.report.Report;
import ckpts.report.Report.Section;
import ckpts.review.SaveChanges.Change;
import ckpts.review.SaveChanges.GoneTensor;
import ckpts.review.SaveChanges.SavedTensor;
import ckpts.state.EditedFile;
import ckpts.tensor.ExactSizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan as a reviewer reads it: by save, by kind of change, by statement; layers folded into one line. */
final class PlanPage {
    /** Names of unchanged tensors are listed where they fit in this many lines. */
    private static final int MOST_KEPT = 3;

    private final Proposal proposal;
    private final List<SaveChanges> changes;
    private final Budget budget;

    PlanPage(Proposal proposal, List<SaveChanges> changes, Budget budget) {
        this.proposal = proposal;
        this.changes = changes;
        this.budget = budget;
    }

    Report.Sections report() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("parameters", new Report.Prose(parameters())));
        for (SaveChanges change : changes) {
            sections.add(new Section("save", new Report.Prose(save(change))));
        }
        sections.add(new Section("outputs", PlanFacts.outputs(proposal.plan())));
        sections.add(new Section("asked_of_values", new Report.Prose(questions())));
        if (!changes.isEmpty()) {
            sections.add(new Section("cost", PlanFacts.cost(proposal.plan(), budget)));
        }
        sections.add(new Section("warnings", new Report.Prose(PlanFacts.warnings(proposal.plan()))));
        return new Report.Sections("plan", sections);
    }

    private List<String> parameters() {
        return titled(
                "parameters",
                proposal.review().parameters().stream()
                        .map(parameter -> "  " + parameter.name() + " = " + parameter.value())
                        .toList());
    }

    private List<String> questions() {
        return titled(
                "checked or shown once values are read",
                proposal.review().questions().stream()
                        .map(question -> "  " + question.text() + "  (" + place(question.place()) + ")")
                        .collect(Collectors.groupingBy(line -> line, LinkedHashMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(line -> line.getValue() == 1 ? line.getKey() : line.getKey() + "  x" + line.getValue())
                        .toList());
    }

    /** A place, shortened as those of the saves are. */
    private String place(String place) {
        return changes.isEmpty()
                ? place
                : PlanFacts.place(place, changes.get(0).save().request().step());
    }

    private static List<String> titled(String title, List<String> lines) {
        List<String> all = new ArrayList<>();
        if (!lines.isEmpty()) {
            all.add(title);
            all.addAll(lines);
        }
        return all;
    }

    private List<String> save(SaveChanges change) {
        SaveRequest request = change.save().request();
        List<String> lines = new ArrayList<>();
        // Before the first `save`, the statement that asks for the plan is used in its place.
        String asked = request.options().imagined()
                ? ""
                : " (" + PlanFacts.place(request.step().place(), request.step()) + ")";
        lines.add("save " + request.path() + asked + ": "
                + Counted.of(change.saved().size(), "tensor") + ", "
                + request.formatWritten());
        proposal.refusals().stream()
                .filter(refusal -> refusal.step().equals(request.step()))
                .forEach(refusal -> lines.add("  would be refused: " + refusal.message()));
        ChangeLines changes = new ChangeLines(request.step());
        Map<Change, List<SavedTensor>> saved = change.saved().stream()
                .collect(Collectors.groupingBy(SavedTensor::change, TreeMap::new, Collectors.toList()));
        List<SavedTensor> kept = saved.getOrDefault(Change.KEPT, List.of());
        saved.remove(Change.KEPT);
        saved.forEach((kind, tensors) -> changes.add(
                kind.word(),
                tensors.stream().map(tensor -> item(tensor, change)).toList(),
                lines));
        Map<String, List<GoneTensor>> gone = change.gone().stream()
                .filter(tensor -> !isShown(tensor, change))
                .collect(Collectors.groupingBy(GoneTensor::fate, LinkedHashMap::new, Collectors.toList()));
        gone.forEach((fate, tensors) -> changes.add(
                fate,
                tensors.stream().map(tensor -> item(tensor, request.subject())).toList(),
                lines));
        kept(kept, lines);
        for (Segment.Values values : change.added()) {
            lines.add("  " + (PlannedSave.isVerbatim(values.tensor()) ? "kept" : "added") + " by the format: "
                    + values.name() + "  " + values.tensor().type());
        }
        metadata(change, lines);
        return lines;
    }

    private static boolean isShown(GoneTensor gone, SaveChanges change) {
        return change.saved().stream()
                .anyMatch(saved -> saved.change() == Change.REPLACED
                        && saved.input().equals(Optional.of(gone.input()))
                        && gone.step().filter(saved.steps()::contains).isPresent());
    }

    private static ChangeLines.Item item(SavedTensor saved, SaveChanges change) {
        List<String> names = new ArrayList<>();
        saved.input()
                .map(InputId::name)
                .filter(old -> !old.equals(saved.name()))
                .ifPresent(names::add);
        names.add(saved.name());
        String heading = names.size() == 1 ? Derivation.HOLE : Derivation.HOLE + " -> " + Derivation.HOLE;
        if (saved.change() == Change.RENAMED) {
            return new ChangeLines.Item(heading, "", "", names, saved.steps());
        }
        Derivation.Form form = change.derivation().form(saved.tensor(), saved.input(), saved.name());
        names.addAll(form.names());
        // A loaded tensor under another name, and nothing more.
        boolean copy = saved.tensor().inputs().isEmpty() && !form.names().isEmpty();
        String made = (copy && saved.tensor().drawnFor().isEmpty() ? "copy of " : "") + form.text();
        String types = types(saved, made);
        return new ChangeLines.Item(
                heading, types + (types.isEmpty() ? "" : ": ") + made, form.whole(), names, saved.steps());
    }

    /** Both types where the shape changes, both element types where they alone do. */
    private static String types(SavedTensor saved, String expression) {
        String now = saved.tensor().type().toString();
        if (saved.oldType().isEmpty()) {
            return now;
        }
        boolean sameShape =
                saved.oldType().get().shape().equals(saved.tensor().type().shape());
        if (sameShape && saved.change() != Change.REPLACED) {
            String old = saved.oldType().get().dtype().toString();
            String dtype = saved.tensor().type().dtype().toString();
            // A cast says so itself.
            return old.equals(dtype) || expression.contains("cast " + old + " to " + dtype) ? "" : old + " -> " + dtype;
        }
        return saved.oldType().get() + " -> " + now;
    }

    private static ChangeLines.Item item(GoneTensor gone, String subject) {
        boolean own = gone.input().checkpoint().equals(subject);
        String from = own
                ? Derivation.HOLE
                : Derivation.HOLE + "  from " + gone.input().checkpoint();
        return new ChangeLines.Item(
                from, "", "", List.of(gone.input().name()), gone.step().stream().toList());
    }

    private static void kept(List<SavedTensor> kept, List<String> lines) {
        if (kept.isEmpty()) {
            return;
        }
        long bytes =
                ExactSizes.sum(kept.stream().mapToLong(tensor -> tensor.tensor().byteSize()));
        List<ParallelTemplates.Group> groups = ParallelTemplates.of(
                kept.stream().map(tensor -> List.of(tensor.name())).toList());
        String names = groups.size() > MOST_KEPT
                ? ""
                : groups.stream().map(group -> group.patterns().get(0)).collect(Collectors.joining(", ", ": ", ""));
        lines.add("  " + Change.KEPT.word() + " " + kept.size() + " (" + ByteCount.text(bytes) + ")" + names);
    }

    private void metadata(SaveChanges change, List<String> lines) {
        Step save = change.save().request().step();
        for (EditedFile file : change.save().request().edited()) {
            for (EditedFile.Edit edit : file.edits()) {
                lines.add("  set json " + file.path().getFileName() + ": " + edit.place() + "  "
                        + edit.old().orElse("nothing") + " -> " + edit.value() + "  ("
                        + PlanFacts.place(edit.step().place(), save) + ")");
            }
        }
        change.metadata(proposal.review())
                .forEach(edit -> lines.add("  set metadata: " + edit.path().text() + "  "
                        + edit.old().map(PlanPage::quoted).orElse("nothing") + " -> "
                        + edit.now().map(PlanPage::quoted).orElse("nothing") + "  ("
                        + PlanFacts.place(edit.step().place(), save) + ")"));
    }

    private static String quoted(Attribute value) {
        return value instanceof Attribute.Text text ? "\"" + text.value() + "\"" : value.text();
    }
}
