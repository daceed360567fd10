package ckpts.ui.cli;

import ckpts.bytes.TextFile;
import ckpts.language.execution.Session;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.ui.render.DiagnosticJson;
import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJunit;
import ckpts.ui.render.RunReportSarif;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ckpts check}: the mistakes in scripts, without writing anything. */
final class CheckCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "check",
                "SCRIPT...",
                1,
                Usage.ANY,
                "Find the mistakes in scripts; nothing is written",
                List.of(RunOptions.SET, RunOptions.REPORT),
                List.of(
                        "A script is parsed, then evaluated over names and shapes where its inputs exist. Where they",
                        "do not, or a parameter has no value, only what can be said without them is. No value of a tensor",
                        "is read: assertions on values are left to `run`."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, IOException {
        RunOptions options = RunOptions.of(arguments);
        List<Diagnostic> all = new ArrayList<>();
        for (String operand : arguments.operands()) {
            all.addAll(check(Scripts.read(operand, surroundings), options, surroundings, screen));
        }
        screen.diagnose(all);
        ExitStatus status = ExitStatus.of(all);
        RunRecord run = new RunRecord(
                "ckpts " + surroundings.version(),
                String.join(" ", arguments.operands()),
                status.code(),
                List.of(),
                List.of(),
                all,
                java.util.Optional.empty(),
                java.util.Optional.empty());
        for (RunOptions.ReportFile report : options.reports()) {
            TextFile.replace(
                    report.file(), text(report, run), surroundings.disk().get());
        }
        if (screen.isJson()) {
            screen.text(DiagnosticJson.render(all));
        }
        return status;
    }

    private static String text(RunOptions.ReportFile report, RunRecord run) {
        return switch (report.kind()) {
            case "md" -> ckpts.ui.render.RunReportMarkdown.render(run);
            case "junit" -> RunReportJunit.render(run);
            case "sarif" -> RunReportSarif.render(run);
            default -> ckpts.ui.render.RunReportJson.render(run);
        };
    }

    private static List<Diagnostic> check(
            SourceText script, RunOptions options, Surroundings surroundings, Screen screen) throws IOException {
        try (Session session =
                new Session(surroundings.formats().get(), surroundings.disk().get(), options.budget())) {
            List<Diagnostic> mistakes = session.check(script, options.settings());
            List<Diagnostic> absent =
                    mistakes.stream().filter(CheckCommand::isAbsence).toList();
            if (absent.isEmpty()) {
                return mistakes;
            }
            if (!screen.isQuiet()) {
                absent.forEach(
                        missing -> screen.message(script.name() + ": not checked to the end, as " + missing.message()));
            }
            return mistakes.stream()
                    .filter(mistake -> !isAbsence(mistake) && isCertain(mistake))
                    .toList();
        }
    }

    private static boolean isAbsence(Diagnostic diagnostic) {
        return diagnostic.code() == Code.FILE_MISSING || diagnostic.code() == Code.BAD_PARAMETER;
    }

    /** Whether it holds whatever the missing input would have held. */
    private static boolean isCertain(Diagnostic diagnostic) {
        return diagnostic.code().category() == Code.Category.SCRIPT && diagnostic.code() != Code.NO_SUBJECT;
    }
}
