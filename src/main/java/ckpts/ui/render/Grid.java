package ckpts.ui.render;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Text in aligned columns, two spaces between them, fitted to a width: long texts are shortened in the middle, numbers
 * never. Where that is not enough, columns are left out, and named.
 */
final class Grid {
    private static final String GAP = "  ";
    private static final String CUT = "...";
    private static final int NARROWEST = 12;
    private static final int ABSENT = -1;

    private final List<Column> columns;
    private final List<List<String>> rows;

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
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            if (rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
                used.add(i);
            }
        }
        this.columns = used.stream().map(columns::get).toList();
        this.rows =
                rows.stream().map(row -> used.stream().map(row::get).toList()).toList();
    }

    void draw(Style style, StringBuilder out) {
        boolean cut = style.rows().isPresent() && rows.size() > style.rows().getAsInt();
        int shown = cut ? style.rows().getAsInt() : rows.size();
        List<List<String>> head = rows.subList(0, cut ? (shown + 1) / 2 : shown);
        List<List<String>> tail = cut ? rows.subList(rows.size() - shown / 2, rows.size()) : List.of();
        int[] widths = widths(head, tail);
        List<String> leftOut =
                style.width().isPresent() ? fit(widths, style.width().getAsInt()) : List.of();
        List<String> headings = columns.stream().map(Column::heading).toList();
        out.append(style.paint(Style.Ink.FAINT, line(headings, widths))).append('\n');
        head.forEach(row -> out.append(line(row, widths)).append('\n'));
        if (cut) {
            out.append(style.paint(Style.Ink.FAINT, CUT)).append('\n');
            tail.forEach(row -> out.append(line(row, widths)).append('\n'));
            String count = CellText.grouped(shown) + " of " + CellText.grouped(rows.size()) + " shown";
            out.append(style.paint(Style.Ink.FAINT, count)).append('\n');
        }
        if (!leftOut.isEmpty()) {
            String names = "too narrow for: " + String.join(", ", leftOut);
            out.append(style.paint(Style.Ink.FAINT, names)).append('\n');
        }
    }

    private int[] widths(List<List<String>> head, List<List<String>> tail) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(columns.get(i).heading());
            for (List<String> row : head) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
            for (List<String> row : tail) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    /** Makes the columns narrow enough, those that are left out {@link #ABSENT}; returns the headings of these. */
    private List<String> fit(int[] widths, int limit) {
        int[] whole = widths.clone();
        BitSet absent = new BitSet();
        while (true) {
            int excess = -limit - GAP.length();
            for (int i = 0; i < widths.length; i++) {
                widths[i] = absent.get(i) ? ABSENT : whole[i];
                excess += absent.get(i) ? 0 : whole[i] + GAP.length();
            }
            // The first column names the row: it is shortened last.
            excess -= shorten(widths, 1, excess);
            excess -= shorten(widths, 0, excess);
            if (excess <= 0 || absent.cardinality() == widths.length - 1) {
                return absent.stream().mapToObj(i -> columns.get(i).heading()).toList();
            }
            absent.set(leastTold(absent));
        }
    }

    /** The last of the texts, which are told elsewhere, or else the last of the numbers; the first column stays. */
    private int leastTold(BitSet absent) {
        int last = 0;
        for (int i = 1; i < columns.size(); i++) {
            boolean better =
                    last == 0 || columns.get(last).right() || !columns.get(i).right();
            last = !absent.get(i) && better ? i : last;
        }
        return last;
    }

    /** Shortens texts from this column on by so much, none below what can be read; returns how much it was. */
    private int shorten(int[] widths, int from, int excess) {
        int taken = 0;
        while (taken < excess) {
            int widest = -1;
            for (int i = from; i < widths.length; i++) {
                boolean wider = widest < 0 || widths[i] > widths[widest];
                widest = !columns.get(i).right() && wider ? i : widest;
            }
            if (widest < 0 || widths[widest] <= NARROWEST) {
                return taken;
            }
            widths[widest]--;
            taken++;
        }
        return taken;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == ABSENT) {
                continue;
            }
            String cell = shortened(cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).right() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /** Both ends of a name tell it apart; its middle does least. */
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
