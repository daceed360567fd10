package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.engine.Cancellation;
import ckpts.engine.Forecast;
import ckpts.engine.RunReport;
import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.SaveOutcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Syntax;
import ckpts.plan.Plan;
import ckpts.report.Report;
import ckpts.review.Proposal;
import ckpts.state.Loaded;
import ckpts.ui.render.RunRecord;
import ckpts.ui.render.RunReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One script evaluated, saved and reported. Used once. */
final class ScriptRun {
    private final SourceText script;
    private final RunOptions options;
    private final Surroundings surroundings;
    private final Screen screen;
    private final boolean ofArguments;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private Optional<Report> plan = Optional.empty();
    private Optional<Report> written = Optional.empty();

    ScriptRun(SourceText script, RunOptions options, Surroundings surroundings, Screen screen) {
        this(script, options, surroundings, screen, false);
    }

    /** @param ofArguments whether the user has not seen the script: then what its edits did is said, and not what it asserts */
    ScriptRun(SourceText script, RunOptions options, Surroundings surroundings, Screen screen, boolean ofArguments) {
        this.script = script;
        this.options = options;
        this.surroundings = surroundings;
        this.screen = screen;
        this.ofArguments = ofArguments;
    }

    ExitStatus run() throws IOException, CommandException {
        Disk disk = surroundings.disk().get();
        ReportFiles reports = ReportFiles.of(
                options.reports(), screen, surroundings.callersDisk().get());
        try (Session session = new Session(surroundings.formats().get(), disk, options.budget())) {
            Outcome outcome = options.dryRun()
                    ? session.propose(script, options.settings(), options.overwrite())
                    : evaluated(session);
            requireApart(reports, outcome, session);
            show(outcome);
            boolean cancelled = false;
            if (options.dryRun()) {
                outcome.proposal().ifPresent(proposal -> propose(proposal, session));
            } else if (outcome.holds()) {
                cancelled = finish(outcome.plan(), session);
            }
            ExitStatus status = cancelled ? ExitStatus.INTERRUPTED : ExitStatus.of(diagnostics);
            report(outcome, status, reports);
            return status;
        }
    }

    private Outcome evaluated(Session session) {
        try (ProgressLine progress = screen.progress("reading")) {
            return session.evaluate(script, options.settings(), options.overwrite(), Cancellation.NEVER, progress);
        }
    }

    /** Writes reports of statements as results, then with {@code -v} what they did, then the mistakes. */
    private void show(Outcome outcome) {
        // A loop repeats the same warning again and again.
        Map<String, Long> held = outcome.events().stream()
                .filter(Event.Held.class::isInstance)
                .map(event -> ((Event.Held) event).text())
                .collect(Collectors.groupingBy(text -> text, HashMap::new, Collectors.counting()));
        for (Event event : outcome.events()) {
            if (event instanceof Event.Shown shown && !screen.isJson()) {
                screen.result(shown.report());
            } else if (event instanceof Event.Done done && screen.isVerbose()) {
                screen.message(done.span().place() + ": " + done.summary());
            } else if (event instanceof Event.Done done && tells(outcome, done)) {
                screen.message(done.summary());
            } else if (event instanceof Event.Held assertion && !ofArguments && !screen.isQuiet()) {
                Optional.ofNullable(held.remove(assertion.text()))
                        .ifPresent(count ->
                                screen.message(assertion.text() + (count == 1 ? "" : " (" + count + " times)")));
            }
        }
        diagnostics.addAll(outcome.allDiagnostics());
        screen.diagnose(diagnostics);
    }

    /** Whether the user is told what a statement did that arguments made. */
    private boolean tells(Outcome outcome, Event.Done done) {
        boolean edit = !done.span().text().startsWith("load ");
        return ofArguments && edit && outcome.holds() && !options.dryRun() && !screen.isQuiet();
    }

    private void propose(Proposal proposal, Session session) {
        Report report = proposal.report(session.budget());
        plan = Optional.of(report);
        if (proposal.plan().saves().isEmpty()) {
            reportNothingSaved("nothing would be saved", proposal.review().loaded());
        }
        if (!screen.isJson()) {
            screen.result(report);
        }
    }

    /** Carries the plan out; true if it was interrupted. */
    private boolean finish(Plan planned, Session session) {
        if (planned.saves().isEmpty()) {
            reportNothingSaved("nothing was saved", session.workspace().checkpoints());
            return false;
        }
        // Before the run: afterwards checksums are known to be right, and not taken again.
        Optional<Forecast> forecast =
                screen.isVerbose() ? Optional.of(Forecast.of(planned, session.budget())) : Optional.empty();
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
            forecast.ifPresent(predicted -> screen.message(WrittenReport.taken(predicted, done)));
        });
        screen.diagnose(saved.diagnostics());
        diagnostics.addAll(saved.diagnostics());
        return saved.cancelled();
    }

    /** Says so, since the user may expect a save: the script has none, or it is in a branch that was not taken. */
    private void reportNothingSaved(String what, Collection<Loaded> loaded) {
        if (!screen.isQuiet() && !loaded.isEmpty()) {
            boolean asked = Syntax.parse(script).script().saves();
            screen.message(what + ": " + (asked ? "no `save` was reached" : "the script has no `save`"));
        }
    }

    private void written(Plan planned, RunReport done) {
        written = Optional.of(WrittenReport.of(planned, done));
        if (!screen.isQuiet()) {
            WrittenReport.lines(planned, done).forEach(screen::message);
        }
    }

    /** The inputs and outputs of a run are known when it is evaluated, before it writes. */
    private void requireApart(ReportFiles reports, Outcome outcome, Session session)
            throws IOException, CommandException {
        List<Path> written = outcome.plan().saves().stream()
                .flatMap(save -> save.layout().files().stream())
                .map(file -> file.path())
                .toList();
        reports.requireApart(session.inputs(), written);
    }

    private void report(Outcome outcome, ExitStatus status, ReportFiles reports) throws IOException {
        if (!screen.isJson() && options.reports().isEmpty()) {
            return;
        }
        RunRecord run = new RunRecord(
                "ckpts " + surroundings.version(),
                script.name(),
                status.code(),
                StatementResults.of(outcome.events(), diagnostics, saves()),
                outcome.events().stream()
                        .filter(Event.Shown.class::isInstance)
                        .map(event -> ((Event.Shown) event).report())
                        .toList(),
                diagnostics,
                plan,
                written);
        reports.write(run);
        if (screen.isJson()) {
            screen.text(RunReportJson.render(run));
        }
    }

    private StatementResults.Saves saves() {
        if (options.dryRun()) {
            return StatementResults.Saves.PLANNED;
        }
        return written.isPresent() ? StatementResults.Saves.WRITTEN : StatementResults.Saves.GIVEN_UP;
    }
}
