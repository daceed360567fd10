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
    /** Of each column, the length of the longest cell in all rows. */
    private final int[] longest;

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
        this.longest = longest(rows);
        for (int column = 0; column < columns.size(); column++) {
            if (rows.isEmpty() || longest[column] > 0) {
                used.add(column);
            }
        }
    }

    private int[] longest(List<List<String>> some) {
        int[] lengths = new int[columns.size()];
        for (List<String> row : some) {
            for (int column = 0; column < lengths.length; column++) {
                lengths[column] = Math.max(lengths[column], length(row.get(column)));
            }
        }
        return lengths;
    }

    void draw(Style style, Drawing out) {
        boolean cut = style.rows().isPresent() && rows.size() > style.rows().getAsInt();
        int shown = cut ? style.rows().getAsInt() : rows.size();
        List<List<String>> head = rows.subList(0, cut ? (shown + 1) / 2 : shown);
        List<List<String>> tail = cut ? rows.subList(rows.size() - shown / 2, rows.size()) : List.of();
        List<int[]> lengths = cut ? List.of(longest(head), longest(tail)) : List.of(longest);
        int[] widths = widths(lengths);
        List<String> leftOut = new ArrayList<>();
        while (style.width().isPresent() && !fits(widths, style.width().getAsInt()) && used.size() > 1) {
            leftOut.add(0, columns.get(used.remove(leastUseful())).heading());
            widths = widths(lengths);
        }
        List<String> headings = columns.stream().map(Column::heading).toList();
        out.append(style.paint(Style.Ink.FAINT, line(headings, widths))).endLine();
        lines(head, widths, out);
        if (cut) {
            out.append(style.paint(Style.Ink.FAINT, CUT)).endLine();
            lines(tail, widths, out);
            String count = CellText.grouped(shown) + " of " + CellText.grouped(rows.size()) + " shown";
            out.append(style.paint(Style.Ink.FAINT, count)).endLine();
        }
        if (!leftOut.isEmpty()) {
            String names = "too narrow for: " + String.join(", ", leftOut);
            out.append(style.paint(Style.Ink.FAINT, names)).endLine();
        }
    }

    private int[] widths(List<int[]> lengths) {
        int[] widths = new int[used.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = used.get(i);
            widths[i] = length(columns.get(column).heading());
            for (int[] some : lengths) {
                widths[i] = Math.max(widths[i], some[column]);
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

    /** Shortens strings from this column on by that many characters in all, none below a readable width; returns the number. */
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

    private void lines(List<List<String>> some, int[] widths, Drawing out) {
        for (List<String> row : some) {
            out.append(line(row, widths)).endLine();
        }
    }

    /** Spaces are written only before something: no line ends in them. */
    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        int blanks = 0;
        for (int i = 0; i < widths.length; i++) {
            int column = used.get(i);
            String cell = shortened(cells.get(column), widths[i]).stripTrailing();
            int padding = widths[i] - length(cell);
            boolean right = columns.get(column).right();
            blanks += (i == 0 ? 0 : GAP.length()) + (right ? padding : 0);
            if (!cell.isEmpty()) {
                line.append(" ".repeat(blanks)).append(cell);
                blanks = 0;
            }
            blanks += right ? 0 : padding;
        }
        return line.toString();
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
