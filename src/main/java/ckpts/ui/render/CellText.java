package ckpts.ui.render;

import ckpts.report.ByteCount;
import ckpts.report.Cell;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** Single values as people read them. */
final class CellText {
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private static final Whole WHOLE = new Whole();

    private CellText() {}

    static String of(Cell cell) {
        return cell.accept(WHOLE);
    }

    /** The same in that many characters, if possible: less of a list, the ends of a text, all of a number. */
    static String within(int room, Cell cell) {
        return cell.accept(new Within(room));
    }

    /** {@code 41,802}. */
    static String grouped(long value) {
        String digits = Long.toString(value);
        int start = value < 0 ? 1 : 0;
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > start; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    /** Six significant digits; plain notation between 1e-5 and 1e9. */
    static String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < 9) {
            return rounded.toPlainString();
        }
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    private static String many(List<Cell> cells, long more) {
        String shown = cells.stream().map(CellText::of).collect(Collectors.joining(", ", "[", ""));
        return more == 0 ? shown + "]" : shown + ", ... " + grouped(more) + " more]";
    }

    /** Values in full. */
    private static class Whole implements Cell.Visitor<String> {
        @Override
        public String visitText(Cell.Text cell) {
            return Visible.of(cell.text());
        }

        @Override
        public String visitName(Cell.Name cell) {
            return Visible.of(cell.name());
        }

        @Override
        public String visitWhole(Cell.Whole cell) {
            return grouped(cell.value());
        }

        @Override
        public String visitReal(Cell.Real cell) {
            return real(cell.value());
        }

        @Override
        public String visitBytes(Cell.Bytes cell) {
            return ByteCount.text(cell.count());
        }

        @Override
        public String visitDimensions(Cell.Dimensions cell) {
            return cell.sizes().toString();
        }

        @Override
        public String visitFlag(Cell.Flag cell) {
            return cell.value() ? "yes" : "no";
        }

        @Override
        public String visitMany(Cell.Many cell) {
            return many(cell.cells(), cell.more());
        }

        @Override
        public String visitNothing(Cell.Nothing cell) {
            return "";
        }
    }

    /** Texts and lists cut to a width. */
    private static final class Within extends Whole {
        private final int room;

        Within(int room) {
            this.room = room;
        }

        @Override
        public String visitText(Cell.Text cell) {
            return Grid.shortened(super.visitText(cell), room);
        }

        @Override
        public String visitName(Cell.Name cell) {
            return Grid.shortened(super.visitName(cell), room);
        }

        @Override
        public String visitMany(Cell.Many cell) {
            int all = cell.cells().size();
            int kept = all;
            String shown = super.visitMany(cell);
            while (kept > 1 && shown.length() > room) {
                kept--;
                shown = many(cell.cells().subList(0, kept), cell.more() + all - kept);
            }
            return shown;
        }
    }
}
