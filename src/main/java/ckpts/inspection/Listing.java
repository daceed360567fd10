package ckpts.inspection;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SharedValues;
import ckpts.naming.Counted;
import ckpts.naming.NaturalOrder;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Rows;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Tensors as a table: name, dtype, shape, bytes, role; one row each, in natural order of the names. */
public final class Listing {
    private static final List<Report.Column> COLUMNS = List.of(
            Report.Column.left("name", "name"),
            Report.Column.left("dtype", "dtype"),
            Report.Column.left("shape", "shape"),
            Report.Column.right("bytes", "bytes"),
            Report.Column.left("role", "role"),
            Report.Column.left("owner", "owner"));

    private Listing() {}

    /** All tensors of a checkpoint; aliases are named in the footer by their number. */
    public static Report.Table of(Checkpoint checkpoint) {
        Report.Table table = of(checkpoint.entries());
        int aliases = checkpoint.aliases().size();
        if (aliases == 0) {
            return table;
        }
        String footer = table.footer().get(0) + ", " + Counted.of(aliases, "alias", "aliases");
        return new Report.Table(table.title(), table.columns(), table.rows(), List.of(footer));
    }

    /** Some tensors. The footer counts them, their parameters and their bytes. */
    public static Report.Table of(Collection<Entry> entries) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing(Entry::name, NaturalOrder.INSTANCE))
                .toList();
        List<List<String>> shared = SharedValues.among(entries);
        int sharing = shared.stream().mapToInt(List::size).sum();
        String end = shared.isEmpty() ? "" : ", " + sharing + " of them share values";
        return new Report.Table("", COLUMNS, Rows.of(sorted, Listing::row), List.of(footer(Totals.of(entries)) + end));
    }

    /** Other names of tensors: alias and name. */
    public static Report.Table aliases(Checkpoint checkpoint) {
        List<List<Cell>> rows = checkpoint.aliases().entrySet().stream()
                .map(alias -> List.of(Cell.name(alias.getKey()), Cell.name(alias.getValue())))
                .toList();
        List<Report.Column> columns = List.of(Report.Column.left("alias", "alias"), Report.Column.left("name", "name"));
        return new Report.Table("", columns, rows, List.of(Counted.grouped(rows.size(), "alias", "aliases")));
    }

    private static List<Cell> row(Entry entry) {
        return List.of(
                Cell.name(entry.name()),
                Cell.text(entry.tensor().type().dtype().text()),
                Cell.dimensions(entry.tensor().type().shape().dimensions()),
                Cell.bytes(entry.tensor().byteSize()),
                role(entry.role()),
                owner(entry.role()));
    }

    /** Blank for plain variables: the column then vanishes from screens where all are. */
    static Cell role(Role role) {
        if (role instanceof Role.Slot slot) {
            return Cell.text("slot " + slot.kind().name());
        }
        if (role instanceof Role.Average) {
            return Cell.text("average");
        }
        if (role instanceof Role.OptimizerState state) {
            return Cell.text("optimizer " + state.kind());
        }
        return Cell.nothing();
    }

    static Cell owner(Role role) {
        return role.slot()
                .map(Role.Slot::owner)
                .or(role::averaged)
                .map(Cell::name)
                .orElseGet(Cell::nothing);
    }

    private static String footer(Totals totals) {
        return Counted.grouped(totals.tensors(), "tensor") + ", "
                + Counted.grouped(totals.parameters(), "parameter") + ", "
                + Counted.grouped(totals.bytes(), "byte");
    }
}
