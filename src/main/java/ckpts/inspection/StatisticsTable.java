package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.naming.Counted;
import ckpts.naming.NaturalOrder;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.op.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Statistics of the values of tensors, one row each: their range, and the values that are not numbers. */
public final class StatisticsTable {
    private static final List<Report.Column> COLUMNS = List.of(
            Report.Column.left("name", "name"),
            Report.Column.left("dtype", "dtype"),
            Report.Column.left("shape", "shape"),
            Report.Column.right("min", "min"),
            Report.Column.right("mean", "mean"),
            Report.Column.right("std", "std"),
            Report.Column.right("max", "max"),
            Report.Column.right("zeros", "zeros"),
            Report.Column.right("nan", "nan"),
            Report.Column.right("infinite", "inf"));
    private static final int FIGURES = 7;

    private StatisticsTable() {}

    /**
     * Reads every tensor once, in natural order of the names. Elements that are not real numbers (strings, complex and
     * quantized ones) have a row without statistics.
     */
    public static Report.Table of(Collection<Entry> entries, Scratch scratch) throws IOException {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing(Entry::name, NaturalOrder.INSTANCE))
                .toList();
        List<List<Cell>> rows = new ArrayList<>();
        long unfit = 0;
        for (Entry entry : sorted) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.name(entry.name()),
                    Cell.text(entry.tensor().type().dtype().text()),
                    Cell.dimensions(entry.tensor().type().shape().dimensions())));
            if (hasFigures(entry.tensor().type().dtype())) {
                Statistics statistics = Statistics.of(entry.tensor(), scratch);
                unfit += statistics.finite() < statistics.count() ? 1 : 0;
                row.addAll(figures(statistics));
            } else {
                row.addAll(Collections.nCopies(FIGURES, Cell.nothing()));
            }
            rows.add(row);
        }
        String footer = Counted.grouped(rows.size(), "tensor")
                + (unfit == 0 ? ", all values finite" : ", " + unfit + " with values that are not finite");
        return new Report.Table("", COLUMNS, rows, List.of(footer));
    }

    static boolean hasFigures(DType dtype) {
        return dtype.isNumeric() && dtype.kind() != DType.Kind.COMPLEX;
    }

    private static List<Cell> figures(Statistics statistics) {
        boolean any = statistics.finite() > 0;
        return List.of(
                any ? Cell.real(statistics.min()) : Cell.nothing(),
                any ? Cell.real(statistics.mean()) : Cell.nothing(),
                any ? Cell.real(statistics.std()) : Cell.nothing(),
                any ? Cell.real(statistics.max()) : Cell.nothing(),
                Cell.whole(statistics.zeros()),
                Cell.whole(statistics.nan()),
                Cell.whole(statistics.positiveInfinite() + statistics.negativeInfinite()));
    }
}
