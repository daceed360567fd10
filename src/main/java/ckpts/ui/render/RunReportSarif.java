package ckpts.ui.render;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.ui.render.RunRecord.Kind;
import ckpts.ui.render.RunRecord.Result;
import ckpts.ui.render.RunRecord.StatementResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;
import tools.jackson.core.JsonGenerator;

/**
 * A run in SARIF 2.1.0, which code hosts show at the lines it is about: its diagnostics, and as results that are not
 * findings the assertions that held or were not asked, and the saves.
 */
public final class RunReportSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private RunReportSarif() {}

    /** Whether a text that begins like this is such a report. */
    public static boolean begins(String text) {
        return text.startsWith("{\n  \"$schema\" : \"" + SCHEMA) && text.contains("\"name\" : \"ckpts\"");
    }

    public static String render(RunRecord run) {
        return JsonRenderer.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("$schema", SCHEMA);
            json.writeStringProperty("version", "2.1.0");
            json.writeName("runs");
            json.writeStartArray();
            json.writeStartObject();
            tool(run, json);
            json.writeStringProperty("columnKind", "unicodeCodePoints");
            json.writeName("results");
            json.writeStartArray();
            Map<String, Integer> seen = new HashMap<>();
            run.diagnostics().forEach(diagnostic -> result(diagnostic, seen, json));
            reported(run).forEach(statement -> result(statement, json));
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void tool(RunRecord run, JsonGenerator json) {
        json.writeName("tool");
        json.writeStartObject();
        json.writeName("driver");
        json.writeStartObject();
        json.writeStringProperty("name", "ckpts");
        json.writeStringProperty("fullName", run.program());
        json.writeName("rules");
        json.writeStartArray();
        TreeSet<String> codes = new TreeSet<>();
        run.diagnostics().forEach(diagnostic -> codes.add(diagnostic.code().text()));
        reported(run).forEach(statement -> codes.add(statement.kind().word()));
        for (String code : codes) {
            json.writeStartObject();
            json.writeStringProperty("id", code);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The results that are reported beside the diagnostics, which cover what did not hold. */
    private static List<StatementResult> reported(RunRecord run) {
        return run.statements().stream()
                .filter(statement -> statement.kind() != Kind.ACTION
                        && (statement.result() == Result.PASSED || statement.result() == Result.SKIPPED))
                .toList();
    }

    private static void result(StatementResult statement, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("ruleId", statement.kind().word());
        json.writeStringProperty("kind", statement.result() == Result.PASSED ? "pass" : "open");
        json.writeStringProperty("level", "none");
        json.writeName("message");
        json.writeStartObject();
        json.writeStringProperty("text", Visible.lines(statement.text() + ": " + statement.summary()));
        json.writeEndObject();
        json.writeName("locations");
        json.writeStartArray();
        if (SourceText.isFile(statement.file())) {
            location(statement, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void location(StatementResult statement, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("physicalLocation");
        json.writeStartObject();
        json.writeName("artifactLocation");
        json.writeStartObject();
        json.writeStringProperty("uri", uri(statement.file()));
        json.writeEndObject();
        json.writeName("region");
        json.writeStartObject();
        json.writeNumberProperty("startLine", statement.line());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void result(Diagnostic diagnostic, Map<String, Integer> seen, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("ruleId", diagnostic.code().text());
        json.writeStringProperty("level", DiagnosticRenderer.word(diagnostic.severity()));
        json.writeName("message");
        json.writeStartObject();
        json.writeStringProperty("text", message(diagnostic));
        json.writeEndObject();
        json.writeName("locations");
        json.writeStartArray();
        diagnostic
                .primary()
                .filter(span -> SourceText.isFile(span.source().name()))
                .ifPresent(span -> location(span, json));
        json.writeEndArray();
        json.writeName("partialFingerprints");
        json.writeStartObject();
        json.writeStringProperty("statement/v1", fingerprint(diagnostic, seen));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String message(Diagnostic diagnostic) {
        StringBuilder text = new StringBuilder(diagnostic.message());
        if (!diagnostic.label().isEmpty()) {
            text.append(": ").append(diagnostic.label());
        }
        List<String> lines = diagnostic.details();
        lines.forEach(line -> text.append('\n').append(line));
        diagnostic.helps().forEach(line -> text.append("\nhelp: ").append(line));
        return Visible.lines(text.toString());
    }

    private static void location(Span span, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("physicalLocation");
        json.writeStartObject();
        json.writeName("artifactLocation");
        json.writeStartObject();
        json.writeStringProperty("uri", uri(span.source().name()));
        json.writeEndObject();
        json.writeName("region");
        json.writeStartObject();
        json.writeNumberProperty("startLine", span.line());
        json.writeNumberProperty("startColumn", span.column());
        json.writeNumberProperty("endLine", span.source().line(span.end()));
        json.writeNumberProperty("endColumn", span.source().column(span.end()));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A relative path as a relative reference: everything but unreserved characters and slashes is escaped. */
    private static String uri(String path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (b & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "/-._~".indexOf(character) >= 0);
            out.append(plain ? String.valueOf(character) : String.format("%%%02X", b & 0xff));
        }
        return out.toString();
    }

    /** Made of the code and the statement's text, not of its line: a finding stays the same when lines move. */
    private static String fingerprint(Diagnostic diagnostic, Map<String, Integer> seen) {
        CRC32 hash = new CRC32();
        hash.update(diagnostic.code().text().getBytes(StandardCharsets.UTF_8));
        diagnostic.primary().ifPresent(span -> {
            hash.update(span.source().name().getBytes(StandardCharsets.UTF_8));
            hash.update(span.source().lineText(span.line()).strip().getBytes(StandardCharsets.UTF_8));
        });
        String print = String.format("%08x", hash.getValue());
        return print + ":" + seen.merge(print, 1, Integer::sum);
    }
}
