package ckpts.ui.render;

import ckpts.report.Cell;
import ckpts.report.Report;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Reports for programs: complete, raw numbers, stable keys, ASCII alone.
 *
 * <p>A table is an array of objects, fields are an object, a tree is an array of nodes, sections are an object of
 * reports. Titles and footers are for people and left out. NaN and infinities, which JSON has no numbers for, are the
 * strings {@code NaN}, {@code Infinity} and {@code -Infinity}. Stateless.
 */
public final class JsonRenderer {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // A byte of a name that is not UTF-8 is a lone surrogate here: escaped it survives any encoding.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** The report as one JSON value and a line feed. */
    public String render(Report report) {
        return document(json -> write(report, json));
    }

    /** The same in pieces, as they are made. */
    public void render(Report report, Consumer<String> pieces) {
        document(json -> write(report, json), new Passing(pieces));
        pieces.accept("\n");
    }

    /** Passes on the output of the generator, which has its own buffer. */
    private static final class Passing extends Writer {
        private final Consumer<String> pieces;

        Passing(Consumer<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public void write(char[] characters, int from, int length) {
            pieces.accept(new String(characters, from, length));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** The output of the writer, indented, and a line feed. */
    static String document(Consumer<JsonGenerator> writer) {
        StringWriter text = new StringWriter();
        document(writer, text);
        return text.append('\n').toString();
    }

    private static void document(Consumer<JsonGenerator> writer, Writer out) {
        try (JsonGenerator json = FACTORY.createGenerator(new Indented(), out)) {
            writer.accept(json);
        }
    }

    /** Writes a report as one value. */
    static void write(Report report, JsonGenerator json) {
        if (report instanceof Report.Table table) {
            json.writeStartArray();
            table.rows().forEach(row -> row(table.columns(), row, json));
            json.writeEndArray();
        } else if (report instanceof Report.Fields fields) {
            json.writeStartObject();
            fields(fields.fields(), json);
            json.writeEndObject();
        } else if (report instanceof Report.Tree tree) {
            nodes(tree.roots(), json);
        } else if (report instanceof Report.Lines lines) {
            strings(lines.lines(), json);
        } else if (report instanceof Report.Prose prose) {
            strings(prose.lines(), json);
        } else if (report instanceof Report.Preformatted preformatted) {
            write(preformatted.data(), json);
        } else if (report instanceof Report.Abridged abridged) {
            write(abridged.whole(), json);
        } else if (report instanceof Report.Sections sections) {
            json.writeStartObject();
            for (Report.Section section : sections.sections()) {
                json.writeName(section.key());
                write(section.report(), json);
            }
            json.writeEndObject();
        }
    }

    static void strings(List<String> values, JsonGenerator json) {
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void row(List<Report.Column> columns, List<Cell> row, JsonGenerator json) {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            json.writeName(columns.get(i).key());
            cell(row.get(i), json);
        }
        json.writeEndObject();
    }

    private static void fields(List<Report.Field> fields, JsonGenerator json) {
        for (Report.Field field : fields) {
            json.writeName(field.key());
            cell(field.value(), json);
        }
    }

    private static void nodes(List<Report.Node> nodes, JsonGenerator json) {
        json.writeStartArray();
        for (Report.Node node : nodes) {
            json.writeStartObject();
            json.writeStringProperty("label", node.label());
            fields(node.details(), json);
            if (!node.children().isEmpty()) {
                json.writeName("children");
                nodes(node.children(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void cell(Cell cell, JsonGenerator json) {
        if (cell instanceof Cell.Text text) {
            json.writeString(text.text());
        } else if (cell instanceof Cell.Name name) {
            json.writeString(name.name());
        } else if (cell instanceof Cell.Whole whole) {
            json.writeNumber(whole.value());
        } else if (cell instanceof Cell.Real real) {
            real(real.value(), json);
        } else if (cell instanceof Cell.Bytes bytes) {
            json.writeNumber(bytes.count());
        } else if (cell instanceof Cell.Dimensions shape) {
            json.writeStartArray();
            shape.sizes().forEach(json::writeNumber);
            json.writeEndArray();
        } else if (cell instanceof Cell.Flag flag) {
            json.writeBoolean(flag.value());
        } else if (cell instanceof Cell.Many many) {
            json.writeStartArray();
            many.cells().forEach(one -> cell(one, json));
            json.writeEndArray();
        } else {
            json.writeNull();
        }
    }

    private static void real(double value, JsonGenerator json) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    /** Asks the generator to put every property on a line of its own, with line feeds on every system. */
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter()
                    .withObjectIndenter(new tools.jackson.core.util.DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
