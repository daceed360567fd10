package ckpts.ui.render;

import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports for people: columns under headings, nothing but ASCII of its own. Stateless. */
public final class TextRenderer {
    private final Style style;

    public TextRenderer(Style style) {
        this.style = style;
    }

    /** The report as lines, each ended by a line feed. */
    public String render(Report report) {
        StringBuilder out = new StringBuilder();
        render(report, out);
        return Visible.withoutCommands(out.toString());
    }

    private void render(Report report, StringBuilder out) {
        if (report instanceof Report.Table table) {
            table(table, out);
        } else if (report instanceof Report.Fields fields) {
            fields(fields, out);
        } else if (report instanceof Report.Tree tree) {
            tree(tree, out);
        } else if (report instanceof Report.Lines lines) {
            lines(lines.lines(), out);
        } else if (report instanceof Report.Prose prose) {
            prose.lines().forEach(line -> Wrapping.wrap(Visible.of(line), style.width(), out));
        } else if (report instanceof Report.Told told) {
            lines(told.lines(), out);
        } else if (report instanceof Report.Abridged abridged) {
            render(style.whole() ? abridged.whole() : abridged.brief(), out);
        } else if (report instanceof Report.Sections sections) {
            sections(sections, out);
        }
    }

    private void table(Report.Table table, StringBuilder out) {
        title(table.title(), out);
        List<Grid.Column> columns = table.columns().stream()
                .map(column -> new Grid.Column(Visible.of(column.heading()), column.right()))
                .toList();
        List<List<String>> rows = table.rows().stream()
                .map(row -> row.stream().map(CellText::of).toList())
                .toList();
        new Grid(columns, rows).draw(style, out);
        lines(table.footer(), out);
    }

    private void fields(Report.Fields fields, StringBuilder out) {
        title(fields.title(), out);
        int widest = fields.fields().stream()
                .mapToInt(field -> Visible.of(field.label()).length())
                .max()
                .orElse(0);
        for (Report.Field field : fields.fields()) {
            if (field.value() instanceof Cell.Nothing) {
                continue;
            }
            String shown = Visible.of(field.label());
            String label = shown + " ".repeat(widest - shown.length());
            out.append(style.paint(Style.Ink.FAINT, label)).append("  ");
            int room = style.width().orElse(Integer.MAX_VALUE) - widest - 2;
            out.append(CellText.within(room, field.value())).append('\n');
        }
    }

    /** A tree is a table whose first column is indented and whose details are in columns by key. */
    private void tree(Report.Tree tree, StringBuilder out) {
        title(tree.title(), out);
        Map<String, Grid.Column> columns = new LinkedHashMap<>();
        columns.put("", new Grid.Column("name", false));
        tree.roots().forEach(node -> detailColumns(node, columns));
        List<List<String>> rows = new ArrayList<>();
        tree.roots().forEach(node -> treeRows(node, 0, List.copyOf(columns.keySet()), rows));
        new Grid(List.copyOf(columns.values()), rows).draw(style, out);
    }

    private static void detailColumns(Report.Node node, Map<String, Grid.Column> columns) {
        for (Report.Field detail : node.details()) {
            boolean right = detail.value() instanceof Cell.Whole || detail.value() instanceof Cell.Bytes;
            columns.putIfAbsent(detail.key(), new Grid.Column(Visible.of(detail.label()), right));
        }
        node.children().forEach(child -> detailColumns(child, columns));
    }

    private static void treeRows(Report.Node node, int depth, List<String> keys, List<List<String>> rows) {
        List<String> row = new ArrayList<>();
        row.add("  ".repeat(depth) + Visible.of(node.label()));
        for (String key : keys.subList(1, keys.size())) {
            row.add(node.details().stream()
                    .filter(detail -> detail.key().equals(key))
                    .findFirst()
                    .map(detail -> CellText.of(detail.value()))
                    .orElse(""));
        }
        rows.add(row);
        node.children().forEach(child -> treeRows(child, depth + 1, keys, rows));
    }

    /** An empty section is left out. */
    private void sections(Report.Sections sections, StringBuilder out) {
        title(sections.title(), out);
        boolean first = true;
        for (Report.Section section : sections.sections()) {
            if (isEmpty(section.report())) {
                continue;
            }
            if (!first) {
                out.append('\n');
            }
            first = false;
            render(section.report(), out);
        }
    }

    private static boolean isEmpty(Report report) {
        return report instanceof Report.Table table
                        && table.rows().isEmpty()
                        && table.footer().isEmpty()
                || report instanceof Report.Lines lines && lines.lines().isEmpty()
                || report instanceof Report.Prose prose && prose.lines().isEmpty();
    }

    private void title(String title, StringBuilder out) {
        if (!title.isEmpty()) {
            out.append(style.paint(Style.Ink.STRONG, Visible.of(title))).append('\n');
        }
    }

    /** Lines of a report are complete already: only their tabs are kept. */
    private static void lines(List<String> lines, StringBuilder out) {
        lines.forEach(line -> out.append(Visible.of(line.replace("\t", "    "))).append('\n'));
    }
}
