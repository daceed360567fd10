package ckpts.ui.repl;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cells of a journal, as text for people. */
record HistoryListing(Journal journal) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

    /** @param range {@code 3}, {@code 3..5}, or nothing for all */
    void show(String range, Printer printer) throws IllegalOperandException {
        int first = 1;
        int last = journal.cells().size();
        if (!range.isEmpty()) {
            Matcher numbers = RANGE.matcher(range);
            if (!numbers.matches()) {
                throw new IllegalOperandException("cells are given as a number or FROM..TO, not " + range);
            }
            first = Math.max(1, Integer.parseInt(numbers.group(1)));
            last = Math.min(last, Integer.parseInt(numbers.group(2) == null ? numbers.group(1) : numbers.group(2)));
        }
        if (first > last && !range.isEmpty()) {
            throw new IllegalOperandException("there is no cell " + range + ": " + count());
        }
        for (int number = first; number <= last; number++) {
            show(journal.cell(number), printer);
        }
    }

    private String count() {
        int last = journal.cells().size();
        return last == 0 ? "nothing has been entered yet" : "the last one is " + last;
    }

    private void show(Cell cell, Printer printer) {
        String gutter = String.format(Locale.ROOT, "%4d%s ", cell.number(), mark(cell));
        List<String> lines = cell.text().strip().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            printer.line((i == 0 ? gutter : " ".repeat(gutter.length())) + lines.get(i));
        }
    }

    /** {@code !} failed, {@code -} undone. */
    private String mark(Cell cell) {
        if (cell.kind() == Cell.Kind.FAILED) {
            return "!";
        }
        return journal.isInEffect(cell) ? " " : "-";
    }
}
