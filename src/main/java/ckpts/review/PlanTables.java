package ckpts.review;

import ckpts.checkpoint.Attribute;
import ckpts.engine.Budget;
import ckpts.format.Segment;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveRefusedException;
import ckpts.plan.SaveRequest;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Report.Column;
import ckpts.report.Report.Section;
import ckpts.state.EditedFile;
import ckpts.state.Loaded;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * All of a plan, tensor by tensor, in tables with stable keys: every change by a script to the output is in here.
 */
final class PlanTables {
    private static final long MOST_SUMMED = 16 << 20;

    private final Proposal proposal;
    private final List<SaveChanges> changes;
    private final Budget budget;

    PlanTables(Proposal proposal, List<SaveChanges> changes, Budget budget) {
        this.proposal = proposal;
        this.changes = changes;
        this.budget = budget;
    }

    Report.Sections report() {
        return new Report.Sections(
                "plan",
                List.of(
                        new Section("parameters", parameters()),
                        new Section("loaded", loaded()),
                        new Section("saves", saves()),
                        new Section("outputs", PlanFacts.outputs(proposal.plan())),
                        new Section("tensors", tensors()),
                        new Section("gone", gone()),
                        new Section("added", added()),
                        new Section("aliases", aliases()),
                        new Section("metadata", metadata()),
                        new Section("json", json()),
                        new Section("asked_of_values", questions()),
                        new Section("copied", PlanFacts.copied(proposal.plan())),
                        new Section("cost", PlanFacts.cost(proposal.plan(), budget)),
                        new Section("warnings", new Report.Lines(PlanFacts.warnings(proposal.plan())))));
    }

    private Report parameters() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Review.Parameter parameter : proposal.review().parameters()) {
            rows.add(List.of(Cell.name(parameter.name()), Cell.text(parameter.value())));
        }
        return new Report.Table(
                "parameters", List.of(Column.left("name", "name"), Column.left("value", "value")), rows, List.of());
    }

    private Report loaded() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Loaded loaded : proposal.review().loaded()) {
            rows.add(List.of(
                    Cell.name(loaded.name()),
                    Cell.name(loaded.path().toString()),
                    Cell.text(loaded.format()),
                    Cell.whole(loaded.original().size())));
        }
        return new Report.Table(
                "loaded",
                List.of(
                        Column.left("checkpoint", "checkpoint"),
                        Column.left("path", "path"),
                        Column.left("format", "format"),
                        Column.right("tensors", "tensors")),
                rows,
                List.of());
    }

    private Report saves() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            SaveRequest request = change.save().request();
            Optional<String> refusal = proposal.refusals().stream()
                    .filter(known -> known.step().equals(request.step()))
                    .map(SaveRefusedException.Refusal::message)
                    .findFirst();
            rows.add(List.of(
                    path(change),
                    Cell.text(request.formatWritten()),
                    Cell.text(request.subject()),
                    Cell.text(request.step().place()),
                    Cell.text(request.step().text()),
                    Cell.whole(change.saved().size()),
                    refusal.map(Cell::text).orElse(Cell.nothing())));
        }
        return new Report.Table(
                "saves",
                List.of(
                        Column.left("path", "path"),
                        Column.left("format", "format"),
                        Column.left("checkpoint", "checkpoint"),
                        Column.left("place", "place"),
                        Column.left("statement", "statement"),
                        Column.right("tensors", "tensors"),
                        Column.left("refused", "refused")),
                rows,
                List.of());
    }

    private Report tensors() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            for (SaveChanges.SavedTensor saved : change.saved()) {
                boolean copied = PlannedSave.isVerbatim(saved.tensor());
                rows.add(List.of(
                        path(change),
                        Cell.name(saved.name()),
                        Cell.text(saved.change().word()),
                        saved.input()
                                .map(input -> Cell.text(input.checkpoint()))
                                .orElse(Cell.nothing()),
                        saved.input().map(input -> Cell.name(input.name())).orElse(Cell.nothing()),
                        saved.oldType().map(type -> Cell.text(type.toString())).orElse(Cell.nothing()),
                        Cell.text(saved.tensor().type().toString()),
                        Cell.bytes(saved.tensor().byteSize()),
                        Cell.text(change.derivation().whole(saved.tensor())),
                        Cell.flag(copied),
                        Cell.many(Derivation.losses(saved.tensor()).stream()
                                .map(Cell::text)
                                .toList()),
                        Cell.many(saved.steps().stream()
                                .map(step -> Cell.text(step.place()))
                                .toList())));
            }
        }
        return new Report.Table(
                "tensors",
                List.of(
                        Column.left("save", "save"),
                        Column.left("name", "name"),
                        Column.left("change", "change"),
                        Column.left("checkpoint", "checkpoint"),
                        Column.left("old_name", "old name"),
                        Column.left("old_type", "old type"),
                        Column.left("type", "type"),
                        Column.right("bytes", "bytes"),
                        Column.left("expression", "expression"),
                        Column.left("copied", "copied"),
                        Column.left("loses", "loses"),
                        Column.left("statements", "statements")),
                rows,
                List.of());
    }

    private Report gone() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            for (SaveChanges.GoneTensor gone : change.gone()) {
                rows.add(List.of(
                        path(change),
                        Cell.text(gone.input().checkpoint()),
                        Cell.name(gone.input().name()),
                        Cell.text(gone.type().toString()),
                        Cell.text(gone.fate()),
                        gone.step().map(step -> Cell.text(step.place())).orElse(Cell.nothing())));
            }
        }
        return new Report.Table(
                "not saved",
                List.of(
                        Column.left("save", "save"),
                        Column.left("checkpoint", "checkpoint"),
                        Column.left("name", "name"),
                        Column.left("type", "type"),
                        Column.left("fate", "fate"),
                        Column.left("statement", "statement")),
                rows,
                List.of());
    }

    private Report added() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            for (Segment.Values values : change.added()) {
                rows.add(List.of(
                        path(change),
                        Cell.name(values.name()),
                        Cell.text(values.tensor().type().toString()),
                        Cell.bytes(values.tensor().byteSize()),
                        Cell.text(change.derivation().whole(values.tensor())),
                        checksum(values.tensor())));
            }
        }
        return new Report.Table(
                "added by the format",
                List.of(
                        Column.left("save", "save"),
                        Column.left("name", "name"),
                        Column.left("type", "type"),
                        Column.right("bytes", "bytes"),
                        Column.left("expression", "expression"),
                        Column.left("crc32", "crc32")),
                rows,
                List.of());
    }

    /** The checksum of a value that is in memory already, which its description does not show. */
    private static Cell checksum(Tensor tensor) {
        boolean known = tensor.inputs().isEmpty() && tensor.origin().isEmpty() && tensor.byteSize() <= MOST_SUMMED;
        if (!known) {
            return Cell.nothing();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize());
        try (TensorReader reader = tensor.open(new Scratch(MOST_SUMMED))) {
            reader.read(0, bytes);
        } catch (IOException e) {
            // The run will say why.
            return Cell.nothing();
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.flip());
        return Cell.text(String.format(Locale.ROOT, "%08x", checksum.getValue()));
    }

    private Report aliases() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            change.save()
                    .request()
                    .checkpoint()
                    .aliases()
                    .forEach((alias, name) -> rows.add(List.of(path(change), Cell.name(alias), Cell.name(name))));
        }
        return new Report.Table(
                "aliases",
                List.of(Column.left("save", "save"), Column.left("alias", "alias"), Column.left("name", "name")),
                rows,
                List.of());
    }

    private Report metadata() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            change.metadata(proposal.review())
                    .forEach(edit -> rows.add(List.of(
                            path(change),
                            Cell.name(edit.path().text()),
                            shown(edit.old()),
                            shown(edit.now()),
                            Cell.text(edit.step().place()))));
        }
        return new Report.Table(
                "metadata",
                List.of(
                        Column.left("save", "save"),
                        Column.left("key", "key"),
                        Column.left("old", "old"),
                        Column.left("new", "new"),
                        Column.left("statement", "statement")),
                rows,
                List.of());
    }

    private static Cell shown(Optional<Attribute> value) {
        return value.map(Attribute::text).map(Cell::text).orElse(Cell.nothing());
    }

    private Report json() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SaveChanges change : changes) {
            for (EditedFile file : change.save().request().edited()) {
                for (EditedFile.Edit edit : file.edits()) {
                    rows.add(List.of(
                            path(change),
                            Cell.name(file.path().getFileName().toString()),
                            Cell.text(edit.place()),
                            edit.old().map(Cell::text).orElse(Cell.nothing()),
                            Cell.text(edit.value()),
                            Cell.text(edit.step().place())));
                }
            }
        }
        return new Report.Table(
                "JSON values",
                List.of(
                        Column.left("save", "save"),
                        Column.left("file", "file"),
                        Column.left("value", "value"),
                        Column.left("old", "old"),
                        Column.left("new", "new"),
                        Column.left("statement", "statement")),
                rows,
                List.of());
    }

    private Report questions() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Review.Question question : proposal.review().questions()) {
            rows.add(List.of(Cell.text(question.place()), Cell.text(question.text())));
        }
        return new Report.Table(
                "checked or shown once values are read",
                List.of(Column.left("place", "place"), Column.left("statement", "statement")),
                rows,
                List.of());
    }

    private static Cell path(SaveChanges change) {
        return Cell.name(change.save().request().path().toString());
    }
}
