package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.SaveOutcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.report.Report;
import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJson;
import ckpts.ui.render.RunReportJunit;
import ckpts.ui.render.RunReportMarkdown;
import ckpts.ui.render.RunReportSarif;
import ckpts.workspace.Cancellation;
import ckpts.workspace.Fate;
import ckpts.workspace.Forecast;
import ckpts.workspace.Plan;
import ckpts.workspace.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One script evaluated, saved and reported. Used once. */
final class ScriptRun {
    private final SourceText script;
    private final RunOptions options;
    private final Surroundings surroundings;
    private final Screen screen;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private Optional<Report> plan = Optional.empty();
    private Optional<Report> written = Optional.empty();

    ScriptRun(SourceText script, RunOptions options, Surroundings surroundings, Screen screen) {
        this.script = script;
        this.options = options;
        this.surroundings = surroundings;
        this.screen = screen;
    }

    ExitStatus run() throws IOException {
        Disk disk = surroundings.disk().get();
        try (Session session = new Session(surroundings.formats().get(), disk, options.budget())) {
            Outcome outcome = evaluated(session);
            show(outcome);
            boolean cancelled = false;
            if (outcome.holds()) {
                cancelled = finish(outcome.plan(), session);
            }
            ExitStatus status = cancelled ? ExitStatus.INTERRUPTED : ExitStatus.of(diagnostics);
            report(outcome, status, disk);
            return status;
        }
    }

    private Outcome evaluated(Session session) {
        try (ProgressLine progress = screen.progress("reading")) {
            return session.evaluate(script, options.settings(), options.overwrite(), Cancellation.NEVER, progress);
        }
    }

    /** What statements showed goes out as results, what they did as messages for those who asked, then the mistakes. */
    private void show(Outcome outcome) {
        for (Event event : outcome.events()) {
            if (event instanceof Event.Shown shown && !screen.isJson()) {
                screen.result(shown.report());
            } else if (event instanceof Event.Done done && screen.isVerbose()) {
                screen.message(done.span().place() + ": " + done.summary());
            } else if (event instanceof Event.Held held && !screen.isQuiet()) {
                screen.message(held.text());
            } else if (event instanceof Event.Told told) {
                diagnostics.add(told.diagnostic());
            }
        }
        diagnostics.addAll(outcome.diagnostics());
        screen.diagnose(diagnostics);
    }

    /** Shows the plan or carries it out; true if it was interrupted. */
    private boolean finish(Plan planned, Session session) {
        if (options.dryRun()) {
            Report.Sections explained = planned.explain(dropped(session), session.budget());
            plan = Optional.of(explained);
            if (!screen.isJson()) {
                screen.result(explained);
            }
            return false;
        }
        if (planned.saves().isEmpty()) {
            return false;
        }
        // Before the run: afterwards checksums are known to be right, and not taken again.
        Optional<Forecast> forecast =
                screen.isVerbose() ? Optional.of(planned.forecast(session.budget())) : Optional.empty();
        SaveOutcome saved;
        try (Interruption interruption = Interruption.listening();
                ProgressLine progress = screen.progress("saving")) {
            saved = session.save(planned, progress, interruption::requested);
            if (saved.cancelled()) {
                // Said while the interruption still waits: afterwards the process is gone.
                progress.close();
                screen.message("interrupted: nothing was changed");
            }
        }
        saved.report().ifPresent(done -> {
            written(planned, done);
            forecast.ifPresent(foreseen -> screen.message(WrittenReport.taken(foreseen, done)));
        });
        screen.diagnose(saved.diagnostics());
        diagnostics.addAll(saved.diagnostics());
        return saved.cancelled();
    }

    private void written(Plan planned, RunReport done) {
        written = Optional.of(WrittenReport.of(planned, done));
        if (!screen.isQuiet()) {
            WrittenReport.lines(planned, done).forEach(screen::message);
        }
    }

    private void report(Outcome outcome, ExitStatus status, Disk disk) throws IOException {
        if (!screen.isJson() && options.reports().isEmpty()) {
            return;
        }
        RunRecord run = new RunRecord(
                "ckpts " + surroundings.version(),
                script.name(),
                status.code(),
                statements(outcome.events()),
                outcome.events().stream()
                        .filter(Event.Shown.class::isInstance)
                        .map(event -> ((Event.Shown) event).report())
                        .toList(),
                diagnostics,
                plan,
                written);
        for (RunOptions.ReportFile report : options.reports()) {
            String text = switch (report.kind()) {
                case "md" -> RunReportMarkdown.render(run);
                case "junit" -> RunReportJunit.render(run);
                case "sarif" -> RunReportSarif.render(run);
                default -> RunReportJson.render(run);
            };
            TextFile.replace(report.file(), text, disk);
        }
        if (screen.isJson()) {
            screen.text(RunReportJson.render(run));
        }
    }

    private static List<RunRecord.StatementResult> statements(List<Event> events) {
        return events.stream()
                .flatMap(event -> summary(event)
                        .map(summary -> new RunRecord.StatementResult(
                                event.span().source().name(),
                                event.span().line(),
                                event.span().text().lines().findFirst().orElse(""),
                                summary))
                        .stream())
                .toList();
    }

    private static Optional<String> summary(Event event) {
        if (event instanceof Event.Done done) {
            return Optional.of(done.summary());
        }
        return event instanceof Event.Held held ? Optional.of(held.covered()) : Optional.empty();
    }

    private static List<String> dropped(Session session) {
        return session.workspace().ledger().accounts().entrySet().stream()
                .filter(account -> account.getValue().fate() instanceof Fate.Dropped)
                .map(account -> account.getKey().name())
                .toList();
    }
}
