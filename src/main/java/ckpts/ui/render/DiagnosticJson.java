package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import ckpts.language.source.Span;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Diagnostics for programs: an array of objects; lines and columns are 1-based, columns in code points. */
public final class DiagnosticJson {
    private DiagnosticJson() {}

    /** The object {@code {"diagnostics": [...]}} and a line feed: the output of a command that has no result. */
    public static String render(List<Diagnostic> diagnostics) {
        return JsonRenderer.document(json -> {
            json.writeStartObject();
            json.writeName("diagnostics");
            write(diagnostics, json);
            json.writeEndObject();
        });
    }

    static void write(List<Diagnostic> diagnostics, JsonGenerator json) {
        json.writeStartArray();
        diagnostics.forEach(diagnostic -> write(diagnostic, json));
        json.writeEndArray();
    }

    private static void write(Diagnostic diagnostic, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("severity", DiagnosticRenderer.word(diagnostic.severity()));
        json.writeStringProperty("code", diagnostic.code().text());
        json.writeStringProperty("message", diagnostic.message());
        diagnostic.primary().ifPresent(span -> place(span, json));
        if (!diagnostic.label().isEmpty()) {
            json.writeStringProperty("label", diagnostic.label());
        }
        json.writeName("details");
        JsonRenderer.strings(diagnostic.details(), json);
        json.writeName("help");
        JsonRenderer.strings(diagnostic.helps(), json);
        json.writeName("notes");
        JsonRenderer.strings(diagnostic.notes(), json);
        json.writeName("fixes");
        json.writeStartArray();
        diagnostic.fixes().forEach(fix -> write(fix, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The place and its replacement; both ends of an insertion are equal. */
    private static void write(Fix fix, JsonGenerator json) {
        json.writeStartObject();
        place(fix.span(), json);
        json.writeStringProperty("replacement", fix.replacement());
        json.writeEndObject();
    }

    private static void place(Span span, JsonGenerator json) {
        json.writeStringProperty("file", span.source().name());
        json.writeNumberProperty("line", span.line());
        json.writeNumberProperty("column", span.column());
        json.writeNumberProperty("end_line", span.source().line(span.end()));
        json.writeNumberProperty("end_column", span.source().column(span.end()));
    }
}
