package ckpts.language.syntax;

import java.util.ArrayList;
import java.util.List;

/** The lines of a formatted script; renames that follow each other in a block get their arrows aligned. */
final class Lines {
    static final int WIDTH = 100;
    static final int INDENT = 2;

    private final List<Line> lines = new ArrayList<>();

    /**
     * One line.
     *
     * @param blank whether there is an empty line before it
     * @param arrow the column of a rename's arrow in the code, or -1
     */
    private record Line(int level, boolean blank, String code, String comment, int arrow) {
        Line padded(int column) {
            String wider = code.substring(0, arrow) + " ".repeat(column - arrow) + code.substring(arrow);
            return new Line(level, blank, wider, comment, arrow);
        }

        boolean follows(Line above) {
            return arrow >= 0 && above.arrow >= 0 && level == above.level && !blank;
        }
    }

    void add(int level, boolean blank, String code, String comment) {
        add(level, blank, code, comment, -1);
    }

    void add(int level, boolean blank, String code, String comment, int arrow) {
        lines.add(new Line(level, blank, code, comment, level > 0 ? arrow : -1));
    }

    /** A comment at the end of the last line, or below it if that has one. */
    void addComment(String comment) {
        int last = lines.size() - 1;
        Line line = lines.get(last);
        if (!line.comment().isEmpty()) {
            add(line.level(), false, "", comment);
            return;
        }
        lines.set(last, new Line(line.level(), line.blank(), line.code(), comment, line.arrow()));
    }

    String text() {
        align();
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            if (line.blank()) {
                text.append('\n');
            }
            text.append(" ".repeat(line.level() * INDENT)).append(line.code());
            if (!line.comment().isEmpty()) {
                text.append(line.code().isEmpty() ? "" : "  ").append(line.comment());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void align() {
        int start = 0;
        for (int i = 1; i <= lines.size(); i++) {
            if (i == lines.size() || !lines.get(i).follows(lines.get(i - 1))) {
                align(lines.subList(start, i));
                start = i;
            }
        }
    }

    private static void align(List<Line> group) {
        int column = group.stream().mapToInt(Line::arrow).max().orElse(-1);
        boolean fits = group.stream()
                .allMatch(line -> line.level() * INDENT + line.code().length() + column - line.arrow() <= WIDTH);
        if (column >= 0 && fits) {
            group.replaceAll(line -> line.padded(column));
        }
    }
}
