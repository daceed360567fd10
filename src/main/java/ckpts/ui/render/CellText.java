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

    private CellText() {}

    static String of(Cell cell) {
        if (cell instanceof Cell.Text text) {
            return Visible.of(text.text());
        }
        if (cell instanceof Cell.Name name) {
            return Visible.of(name.name());
        }
        if (cell instanceof Cell.Whole whole) {
            return grouped(whole.value());
        }
        if (cell instanceof Cell.Real real) {
            return real(real.value());
        }
        if (cell instanceof Cell.Bytes bytes) {
            return ByteCount.text(bytes.count());
        }
        if (cell instanceof Cell.Dimensions shape) {
            return shape.sizes().toString();
        }
        if (cell instanceof Cell.Flag flag) {
            return flag.value() ? "yes" : "no";
        }
        if (cell instanceof Cell.Many many) {
            return many(many.cells(), many.more());
        }
        return "";
    }

    /** The same in that many characters, if possible: less of a list, the ends of a text, all of a number. */
    static String within(int room, Cell cell) {
        if (cell instanceof Cell.Many many) {
            int kept = many.cells().size();
            while (kept > 1
                    && many(
                                            many.cells().subList(0, kept),
                                            many.more() + many.cells().size() - kept)
                                    .length()
                            > room) {
                kept--;
            }
            return many(
                    many.cells().subList(0, kept), many.more() + many.cells().size() - kept);
        }
        String text = of(cell);
        return cell instanceof Cell.Text || cell instanceof Cell.Name ? Grid.shortened(text, room) : text;
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
}
