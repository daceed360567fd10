package ckpts.ui.cli;

import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.ui.render.DiagnosticJson;
import ckpts.ui.render.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts check}: the mistakes in scripts, without writing anything. */
final class CheckCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "check",
                "SCRIPT...",
                0,
                Usage.ANY,
                "Find the mistakes in scripts; nothing is written",
                List.of(
                        RunOptions.STATEMENTS,
                        RunOptions.SET,
                        RunOptions.PARAMS,
                        RunOptions.MAX_WORK,
                        RunOptions.REPORT),
                List.of(
                        "A script is parsed, then evaluated over names and shapes if its inputs exist. If one does not, or",
                        "a parameter has no value, only mistakes that do not depend on it are reported. No value of a",
                        "tensor is read: assertions on values are left to `run`."));
    }

    @Override
    public List<String> paths(Arguments arguments, Surroundings surroundings) {
        return Scripts.paths(arguments);
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException {
        RunOptions options = RunOptions.of(arguments, surroundings);
        ReportFiles reports = ReportFiles.of(
                options.reports(), screen, surroundings.callersDisk().get());
        List<Diagnostic> all = new ArrayList<>();
        List<RunRecord.StatementResult> statements = new ArrayList<>();
        Scripts.requireSome(arguments, usage());
        List<String> names = new ArrayList<>();
        for (Scripts.Given given : Scripts.given(arguments)) {
            SourceText script = given.read(surroundings);
            names.add(given.name());
            Outcome outcome = check(script, options, surroundings, reports);
            List<Diagnostic> reported = reported(given.name(), outcome.allDiagnostics(), screen);
            all.addAll(reported);
            statements.addAll(StatementResults.of(outcome.events(), reported, StatementResults.Saves.PLANNED));
        }
        screen.diagnose(all);
        ExitStatus status = ExitStatus.of(all);
        RunRecord run = new RunRecord(
                "ckpts " + surroundings.version(),
                String.join(" ", names),
                status.code(),
                statements,
                List.of(),
                all,
                Optional.empty(),
                Optional.empty());
        reports.write(run);
        if (screen.isJson()) {
            screen.text(DiagnosticJson.render(all));
        }
        return status;
    }

    private static Outcome check(SourceText script, RunOptions options, Surroundings surroundings, ReportFiles reports)
            throws IOException, CommandException {
        try (Session session =
                new Session(surroundings.formats().get(), surroundings.disk().get(), options.budget())) {
            Outcome outcome = session.propose(script, options.settings(), true);
            reports.requireApart(session.inputs(), List.of());
            return outcome;
        }
    }

    /** The mistakes of a script to report: where an input is missing, only those that do not depend on it. */
    private static List<Diagnostic> reported(String script, List<Diagnostic> mistakes, Screen screen) {
        List<Diagnostic> absent =
                mistakes.stream().filter(CheckCommand::isAbsence).toList();
        if (absent.isEmpty()) {
            return mistakes;
        }
        if (!screen.isQuiet()) {
            absent.forEach(missing -> screen.message(script + ": not fully checked: " + missing.message()));
        }
        return mistakes.stream()
                .filter(mistake -> !isAbsence(mistake) && isCertain(mistake))
                .toList();
    }

    private static boolean isAbsence(Diagnostic diagnostic) {
        return diagnostic.code() == Code.FILE_MISSING || diagnostic.code() == Code.BAD_PARAMETER;
    }

    /** Whether it is a mistake whatever the missing input holds. */
    private static boolean isCertain(Diagnostic diagnostic) {
        boolean certain =
                diagnostic.code().category() == Code.Category.SCRIPT || diagnostic.code() == Code.OUTSIDE_ROOTS;
        return certain && diagnostic.code() != Code.NO_SUBJECT;
    }
}
