package ckpts.ui.cli;

import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.execution.Setting;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Syntax;
import ckpts.ui.render.DiagnosticJson;
import ckpts.ui.render.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ckpts check}: the mistakes in scripts, without writing anything. */
final class CheckCommand extends ScriptCommand {
    @Override
    public Usage usage() {
        return new Usage(
                "check",
                "[SCRIPT...]",
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
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException {
        RunOptions options = RunOptions.of(arguments, surroundings);
        ReportFiles reports = ReportFiles.of(
                options.reports(), screen, surroundings.callersDisk().get());
        List<Diagnostic> all = new ArrayList<>();
        List<RunRecord.StatementResult> statements = new ArrayList<>();
        Scripts.requireSome(arguments);
        List<String> names = new ArrayList<>();
        List<SourceText> scripts = new ArrayList<>();
        for (Scripts.Given given : Scripts.given(arguments)) {
            scripts.add(given.read(surroundings));
            names.add(given.name());
        }
        for (int i = 0; i < scripts.size(); i++) {
            SourceText script = scripts.get(i);
            RunOptions own = options.with(concerning(script, scripts, options.settings()));
            Outcome outcome = check(script, own, surroundings, reports);
            List<Diagnostic> reported =
                    reported(names.get(i), outcome.allDiagnostics(), unset(script, own.settings()), screen);
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

    /**
     * The settings for one of several scripts, without those for others only: a name is a mistake if no script declares it, and
     * then of all of them.
     */
    private static Map<String, Setting> concerning(
            SourceText script, List<SourceText> scripts, Map<String, Setting> settings) {
        Set<String> elsewhere = scripts.stream()
                .flatMap(CheckCommand::parameters)
                .map(parameter -> parameter.name().text())
                .collect(Collectors.toCollection(HashSet::new));
        parameters(script)
                .forEach(parameter -> elsewhere.remove(parameter.name().text()));
        Map<String, Setting> concerning = new LinkedHashMap<>(settings);
        concerning.keySet().removeAll(elsewhere);
        return concerning;
    }

    /** The places where a script names parameters that have no value. */
    private static Set<Span> unset(SourceText script, Map<String, Setting> settings) {
        return parameters(script)
                .filter(parameter -> parameter.defaultValue().isEmpty()
                        && !settings.containsKey(parameter.name().text()))
                .map(parameter -> parameter.name().span())
                .collect(Collectors.toSet());
    }

    private static Stream<Statement.Param> parameters(SourceText script) {
        return Syntax.parse(script).script().all(Statement.Param.class);
    }

    /** The mistakes of a script to report: where an input or a value is missing, only those that do not depend on it. */
    private static List<Diagnostic> reported(String script, List<Diagnostic> mistakes, Set<Span> unset, Screen screen) {
        List<Diagnostic> absent =
                mistakes.stream().filter(mistake -> isAbsence(mistake, unset)).toList();
        if (absent.isEmpty()) {
            return mistakes;
        }
        if (!screen.isQuiet()) {
            absent.forEach(missing -> screen.message(script + ": not fully checked: " + missing.message()));
        }
        return mistakes.stream()
                .filter(mistake -> !isAbsence(mistake, unset) && isCertain(mistake))
                .toList();
    }

    private static boolean isAbsence(Diagnostic diagnostic, Set<Span> unset) {
        return diagnostic.code() == Code.FILE_MISSING
                || diagnostic.code() == Code.BAD_PARAMETER
                        && diagnostic.primary().filter(unset::contains).isPresent();
    }

    /** Whether it is a mistake whatever the missing input holds. */
    private static boolean isCertain(Diagnostic diagnostic) {
        boolean certain =
                diagnostic.code().category() == Code.Category.SCRIPT || diagnostic.code() == Code.OUTSIDE_ROOTS;
        return certain && diagnostic.code() != Code.NO_SUBJECT;
    }
}
