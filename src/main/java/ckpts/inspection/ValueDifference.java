package ckpts.inspection;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.naming.Counted;
import ckpts.naming.NaturalOrder;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tensors of one name and type in two checkpoints whose values differ, one row each. */
public final class ValueDifference {
    private static final List<Report.Column> COLUMNS = List.of(
            Report.Column.left("name", "name"),
            Report.Column.right("differing", "differing"),
            Report.Column.right("elements", "of"),
            Report.Column.right("largest_difference", "largest difference"));

    private ValueDifference() {}

    /** Reads all tensors that both have with one type; the others are left to {@link DifferenceReport}. */
    public static Report.Table of(Checkpoint left, Checkpoint right, Scratch scratch) throws IOException {
        List<Entry> sorted = left.entries().stream()
                .sorted(Comparator.comparing(Entry::name, NaturalOrder.INSTANCE))
                .toList();
        List<List<Cell>> rows = new ArrayList<>();
        long compared = 0;
        for (Entry entry : sorted) {
            Optional<Tensor> other = right.entry(entry.name())
                    .map(Entry::tensor)
                    .filter(tensor -> tensor.type().equals(entry.tensor().type()));
            if (other.isPresent()) {
                compared++;
                row(entry, other.get(), scratch).ifPresent(rows::add);
            }
        }
        String footer =
                rows.size() + " of " + Counted.grouped(compared, "tensor differs", "tensors differ") + " in value";
        return new Report.Table("", COLUMNS, rows, List.of(footer));
    }

    private static Optional<List<Cell>> row(Entry entry, Tensor other, Scratch scratch) throws IOException {
        Tensor tensor = entry.tensor();
        Comparison bytes = Comparison.bytesEqual(tensor, other, scratch);
        if (bytes.equal()) {
            return Optional.empty();
        }
        Cell largest = tensor.type().dtype().isNumeric()
                ? Cell.real(Comparison.within(tensor, other, 0, scratch).largestDifference())
                : Cell.nothing();
        return Optional.of(List.of(
                Cell.name(entry.name()),
                Cell.whole(bytes.differing()),
                Cell.whole(tensor.type().shape().elementCount()),
                largest));
    }
}
