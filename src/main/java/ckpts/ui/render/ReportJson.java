package ckpts.ui.render;

import ckpts.report.Cell;
import ckpts.report.Report;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Reports in JSON: complete, under stable keys. */
record ReportJson(JsonGenerator json, CellJson cells) implements Report.Visitor {
    @Override
    public void visitTable(Report.Table table) {
        json.writeStartArray();
        table.rows().forEach(row -> row(table.columns(), row));
        json.writeEndArray();
    }

    @Override
    public void visitFields(Report.Fields fields) {
        json.writeStartObject();
        fields(fields.fields());
        json.writeEndObject();
    }

    @Override
    public void visitTree(Report.Tree tree) {
        nodes(tree.roots());
    }

    @Override
    public void visitLines(Report.Lines lines) {
        JsonRenderer.strings(lines.lines(), json);
    }

    @Override
    public void visitProse(Report.Prose prose) {
        JsonRenderer.strings(prose.lines(), json);
    }

    @Override
    public void visitPreformatted(Report.Preformatted preformatted) {
        preformatted.data().accept(this);
    }

    @Override
    public void visitAbridged(Report.Abridged abridged) {
        abridged.whole().accept(this);
    }

    @Override
    public void visitSections(Report.Sections sections) {
        json.writeStartObject();
        for (Report.Section section : sections.sections()) {
            json.writeName(section.key());
            section.report().accept(this);
        }
        json.writeEndObject();
    }

    private void row(List<Report.Column> columns, List<Cell> row) {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            json.writeName(columns.get(i).key());
            row.get(i).accept(cells);
        }
        json.writeEndObject();
    }

    private void fields(List<Report.Field> fields) {
        for (Report.Field field : fields) {
            json.writeName(field.key());
            field.value().accept(cells);
        }
    }

    private void nodes(List<Report.Node> nodes) {
        json.writeStartArray();
        for (Report.Node node : nodes) {
            json.writeStartObject();
            json.writeStringProperty("label", node.label());
            fields(node.details());
            if (!node.children().isEmpty()) {
                json.writeName("children");
                nodes(node.children());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
