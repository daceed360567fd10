package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.statistics.Histogram;
import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One tensor in full: its type and origin, statistics of its values, their distribution. */
public final class TensorCard {
    private static final int BINS = 48;
    private static final int ROWS = 4;

    /** Eighths of a character's height, none to all. */
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

    private static final int EIGHTHS = 8;

    private TensorCard() {}

    /** Reads every value twice; elements that are not real numbers have no statistics. */
    public static Report of(Entry entry, Scratch scratch) throws IOException {
        Report.Fields card = ValueCard.of(entry, scratch);
        Tensor tensor = entry.tensor();
        if (!StatisticsTable.hasFigures(tensor.type().dtype())) {
            return card;
        }
        Statistics statistics = Statistics.of(tensor, scratch);
        if (statistics.finite() == 0) {
            return card;
        }
        List<Report.Field> fields = new ArrayList<>(card.fields());
        fields.add(new Report.Field("min", "min", Cell.real(statistics.min())));
        fields.add(new Report.Field("mean", "mean", Cell.real(statistics.mean())));
        fields.add(new Report.Field("std", "std", Cell.real(statistics.std())));
        fields.add(new Report.Field("max", "max", Cell.real(statistics.max())));
        fields.add(new Report.Field("zeros", "zeros", Cell.whole(statistics.zeros())));
        long infinite = statistics.positiveInfinite() + statistics.negativeInfinite();
        fields.add(new Report.Field("nan", "nan", counted(statistics.nan())));
        fields.add(new Report.Field("infinite", "inf", counted(infinite)));
        Report.Fields all = new Report.Fields(card.title(), fields);
        if (statistics.min() == statistics.max()) {
            return all;
        }
        long[] counts = Histogram.of(tensor, statistics.min(), statistics.max(), BINS, scratch);
        return new Report.Sections(
                "",
                List.of(
                        new Report.Section("tensor", all),
                        new Report.Section("histogram", new Report.Lines(drawn(counts)))));
    }

    private static Cell counted(long count) {
        return count == 0 ? Cell.nothing() : Cell.whole(count);
    }

    /**
     * Columns of blocks from the smallest value to the largest; no value at all is a blank, few are the lowest block.
     */
    private static List<String> drawn(long[] counts) {
        long most = Arrays.stream(counts).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int row = ROWS - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder();
            for (long count : counts) {
                int height = (int) Math.ceil((double) count / most * ROWS * EIGHTHS);
                line.append(BLOCKS.charAt(Math.max(0, Math.min(EIGHTHS, height - row * EIGHTHS))));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add("min" + " ".repeat(counts.length - 6) + "max");
        return lines;
    }
}
