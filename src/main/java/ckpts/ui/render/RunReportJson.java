package ckpts.ui.render;

import ckpts.report.Report;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A run as JSON:
 *
 * <pre>
 * {"ckpts_report": 1, "program": "ckpts 0.1.0", "script": "fix.ckpts", "outcome": "done", "exit_status": 0,
 *  "statements": [{"file", "line", "text", "kind", "result", "summary"}], "results": [...], "diagnostics": [...], "plan": {...} | null,
 *  "written": {...} | null}
 * </pre>
 */
public final class RunReportJson {
    private static final int VERSION = 1;

    private RunReportJson() {}

    /** Whether a text that begins like this is such a report. */
    public static boolean begins(String text) {
        return text.startsWith("{\n  \"ckpts_report\" : ");
    }

    public static String render(RunRecord run) {
        return JsonRenderer.document(json -> {
            json.writeStartObject();
            json.writeNumberProperty("ckpts_report", VERSION);
            json.writeStringProperty("program", run.program());
            json.writeStringProperty("script", run.script());
            json.writeStringProperty("outcome", run.outcome());
            json.writeNumberProperty("exit_status", run.exitStatus());
            statements(run, json);
            json.writeName("results");
            json.writeStartArray();
            run.results().forEach(report -> JsonRenderer.write(report, json));
            json.writeEndArray();
            json.writeName("diagnostics");
            DiagnosticJson.write(run.diagnostics(), json);
            optional("plan", run.plan(), json);
            optional("written", run.written(), json);
            json.writeEndObject();
        });
    }

    private static void statements(RunRecord run, JsonGenerator json) {
        json.writeName("statements");
        json.writeStartArray();
        for (RunRecord.StatementResult statement : run.statements()) {
            json.writeStartObject();
            json.writeStringProperty("file", statement.file());
            json.writeNumberProperty("line", statement.line());
            json.writeStringProperty("text", statement.text());
            json.writeStringProperty("kind", statement.kind().word());
            json.writeStringProperty("result", statement.result().word());
            json.writeStringProperty("summary", statement.summary());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void optional(String name, Optional<Report> report, JsonGenerator json) {
        json.writeName(name);
        if (report.isPresent()) {
            JsonRenderer.write(report.get(), json);
        } else {
            json.writeNull();
        }
    }
}
