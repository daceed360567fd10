package ckpts.ui.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in aligned columns, two spaces between them, fitted to a width: long strings are shortened in the middle, numbers
 * never. Where that is not enough, columns are left out, and named.
 */
final class Grid {
    private static final String GAP = "  ";
    private static final String CUT = "...";
    private static final int NARROWEST = 12;

    private final List<Column> columns;
    private final List<List<String>> rows;
    /** Numbers of the columns that are drawn. */
    private final List<Integer> used = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading above it
     * @param right whether it is aligned to the right
     */
    record Column(String heading, boolean right) {}

    /**
     * @param rows each as long as {@code columns}; a column that is blank in all of them is not drawn
     */
    Grid(List<Column> columns, List<List<String>> rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            if (rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
                used.add(i);
            }
        }
    }

    void draw(Style style, StringBuilder out) {
        boolean cut = style.rows().isPresent() && rows.size() > style.rows().getAsInt();
        int shown = cut ? style.rows().getAsInt() : rows.size();
        List<List<String>> head = rows.subList(0, cut ? (shown + 1) / 2 : shown);
        List<List<String>> tail = cut ? rows.subList(rows.size() - shown / 2, rows.size()) : List.of();
        int[] widths = widths(head, tail);
        List<String> leftOut = new ArrayList<>();
        while (style.width().isPresent() && !fits(widths, style.width().getAsInt()) && used.size() > 1) {
            leftOut.add(0, columns.get(used.remove(leastUseful())).heading());
            widths = widths(head, tail);
        }
        List<String> headings = columns.stream().map(Column::heading).toList();
        StringBuilder heading = new StringBuilder();
        line(headings, widths, heading);
        out.append(style.paint(Style.Ink.FAINT, heading.toString())).append('\n');
        lines(head, widths, out);
        if (cut) {
            out.append(style.paint(Style.Ink.FAINT, CUT)).append('\n');
            lines(tail, widths, out);
            String count = CellText.grouped(shown) + " of " + CellText.grouped(rows.size()) + " shown";
            out.append(style.paint(Style.Ink.FAINT, count)).append('\n');
        }
        if (!leftOut.isEmpty()) {
            String names = "too narrow for: " + String.join(", ", leftOut);
            out.append(style.paint(Style.Ink.FAINT, names)).append('\n');
        }
    }

    private int[] widths(List<List<String>> head, List<List<String>> tail) {
        int[] widths = new int[used.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = used.get(i);
            widths[i] = length(columns.get(column).heading());
            for (List<String> row : head) {
                widths[i] = Math.max(widths[i], length(row.get(column)));
            }
            for (List<String> row : tail) {
                widths[i] = Math.max(widths[i], length(row.get(column)));
            }
        }
        return widths;
    }

    /** Makes the columns narrower as far as they can still be read; false if that is not enough. */
    private boolean fits(int[] widths, int limit) {
        int excess = GAP.length() * (widths.length - 1) - limit;
        for (int width : widths) {
            excess += width;
        }
        // The first column names the row: it is shortened last.
        excess -= shorten(widths, 1, excess);
        excess -= shorten(widths, 0, excess);
        return excess <= 0;
    }

    /** The column that is left out first: the last of strings, or else the last of numbers; the first one stays. */
    private int leastUseful() {
        for (int i = used.size() - 1; i > 0; i--) {
            if (!isNumber(i)) {
                return i;
            }
        }
        return used.size() - 1;
    }

    private boolean isNumber(int i) {
        return columns.get(used.get(i)).right();
    }

    /** Shortens strings from this column on by this many characters in all, none below what can be read; returns how many it was. */
    private int shorten(int[] widths, int from, int excess) {
        int taken = 0;
        while (taken < excess) {
            int widest = -1;
            for (int i = from; i < widths.length; i++) {
                boolean wider = widest < 0 || widths[i] > widths[widest];
                widest = !isNumber(i) && wider ? i : widest;
            }
            if (widest < 0 || widths[widest] <= NARROWEST) {
                return taken;
            }
            widths[widest]--;
            taken++;
        }
        return taken;
    }

    private void lines(List<List<String>> some, int[] widths, StringBuilder out) {
        for (List<String> row : some) {
            line(row, widths, out);
            out.append('\n');
        }
    }

    /** Spaces are written only before something: no line ends in them. */
    private void line(List<String> cells, int[] widths, StringBuilder out) {
        int blanks = 0;
        for (int i = 0; i < widths.length; i++) {
            int column = used.get(i);
            String cell = shortened(cells.get(column), widths[i]).stripTrailing();
            int padding = widths[i] - length(cell);
            boolean right = columns.get(column).right();
            blanks += (i == 0 ? 0 : GAP.length()) + (right ? padding : 0);
            if (!cell.isEmpty()) {
                out.append(" ".repeat(blanks)).append(cell);
                blanks = 0;
            }
            blanks += right ? 0 : padding;
        }
    }

    /** Both ends of a name distinguish it more than its middle. */
    static String shortened(String cell, int width) {
        int length = length(cell);
        if (length <= width) {
            return cell;
        }
        int kept = width - CUT.length();
        int before = kept / 2;
        int endOfFirst = cell.offsetByCodePoints(0, before);
        int startOfLast = cell.offsetByCodePoints(0, length - (kept - before));
        return cell.substring(0, endOfFirst) + CUT + cell.substring(startOfLast);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
