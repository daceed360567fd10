package ckpts.ui.render;

import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.report.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reports for people: columns under headings, nothing but ASCII of its own. Stateless. */
public final class TextRenderer {
    private final Style style;

    public TextRenderer(Style style) {
        this.style = style;
    }

    /** The report as lines, each ended by a line feed. */
    public String render(Report report) {
        StringBuilder text = new StringBuilder();
        render(report, text::append);
        return text.toString();
    }

    /** The same in pieces of whole lines. */
    public void render(Report report, Consumer<String> pieces) {
        Drawing out = new Drawing(pieces);
        render(report, out);
        out.passOn();
    }

    private void render(Report report, Drawing out) {
        report.accept(new Report.Visitor() {
            @Override
            public void visitTable(Report.Table table) {
                table(table, out);
            }

            @Override
            public void visitFields(Report.Fields fields) {
                fields(fields, out);
            }

            @Override
            public void visitTree(Report.Tree tree) {
                tree(tree, out);
            }

            @Override
            public void visitLines(Report.Lines lines) {
                lines(lines.lines(), out);
            }

            @Override
            public void visitProse(Report.Prose prose) {
                prose(prose, out);
            }

            @Override
            public void visitPreformatted(Report.Preformatted preformatted) {
                lines(preformatted.lines(), out);
            }

            @Override
            public void visitAbridged(Report.Abridged abridged) {
                render(style.whole() ? abridged.whole() : abridged.brief(), out);
            }

            @Override
            public void visitSections(Report.Sections sections) {
                sections(sections, out);
            }
        });
    }

    private void prose(Report.Prose prose, Drawing out) {
        StringBuilder wrapped = new StringBuilder();
        prose.lines().forEach(line -> Wrapping.wrap(Visible.of(line), style.width(), wrapped));
        out.append(wrapped.toString());
    }

    /** Without rows, what stands below them says all. */
    private void table(Report.Table table, Drawing out) {
        title(table.title(), out);
        if (table.rows().isEmpty() && !table.footer().isEmpty()) {
            lines(table.footer(), out);
            return;
        }
        List<Grid.Column> columns = table.columns().stream()
                .map(column -> new Grid.Column(Visible.of(column.heading()), column.right()))
                .toList();
        List<List<String>> rows =
                Rows.of(table.rows(), row -> row.stream().map(CellText::of).toList());
        new Grid(columns, rows).draw(style, out);
        lines(table.footer(), out);
    }

    private void fields(Report.Fields fields, Drawing out) {
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
            out.append(CellText.within(room, field.value())).endLine();
        }
    }

    /** A tree is a table whose first column is indented and whose details are in columns by key. */
    private void tree(Report.Tree tree, Drawing out) {
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
    private void sections(Report.Sections sections, Drawing out) {
        title(sections.title(), out);
        boolean first = true;
        for (Report.Section section : sections.sections()) {
            if (section.report().isEmpty()) {
                continue;
            }
            if (!first) {
                out.endLine();
            }
            first = false;
            render(section.report(), out);
        }
    }

    private void title(String title, Drawing out) {
        if (!title.isEmpty()) {
            out.append(style.paint(Style.Ink.STRONG, Visible.of(title))).endLine();
        }
    }

    /** Lines of a report are complete already: only their tabs are kept. */
    private static void lines(List<String> lines, Drawing out) {
        lines.forEach(line -> out.append(Visible.of(line.replace("\t", "    "))).endLine());
    }
}
