package ckpts.language.execution;

import ckpts.bytes.Disk;
import ckpts.bytes.Watch;
import ckpts.bytes.WriteFailedException;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.engine.RunReport;
import ckpts.engine.SaveCancelledException;
import ckpts.engine.ValueReading;
import ckpts.format.Formats;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.JsonDocuments;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Syntax;
import ckpts.plan.Plan;
import ckpts.plan.SaveRefusedException;
import ckpts.plan.SaveRequest;
import ckpts.publication.Interrupted;
import ckpts.review.Proposal;
import ckpts.state.History;
import ckpts.state.Workspace;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The one facade of the language: takes scripts, keeps the state between them, carries out saves. Front ends reach the
 * language only through it. Prints nothing. For one thread.
 */
public final class Session implements Closeable {
    private static final Plan NOTHING = new Plan(List.of());

    private final Formats formats;
    private final Disk disk;
    private final Budget budget;
    private final List<Closeable> resources = new ArrayList<>();
    private History<State> history = History.startingWith(State.initial());
    private History<State> before = history;
    private List<Path> inputs = List.of();

    /** @param budget limits for assertions on values, for looking and for saves */
    public Session(Formats formats, Disk disk, Budget budget) {
        this.formats = formats;
        this.disk = disk;
        this.budget = budget;
    }

    /**
     * Evaluates a script: all statements over names, shapes and types, then, if they hold, what needs values. The state
     * moves on only if everything held; a script that only looked makes no step for {@link #undo} to undo. Saves
     * nothing; what killed runs left where saves would go is cleaned up.
     *
     * @param settings what the caller sets parameters to, by their names
     * @param overwrite whether saves may replace existing files, whether they say so or not
     */
    public Outcome evaluate(SourceText source, Map<String, Setting> settings, boolean overwrite) {
        return evaluate(source, settings, overwrite, Cancellation.NEVER, Progress.SILENT);
    }

    /**
     * The same, with cancellation and progress while it reads values.
     *
     * @throws CancellationException if it is cancelled; then the state is as it was
     */
    public Outcome evaluate(
            SourceText source,
            Map<String, Setting> settings,
            boolean overwrite,
            Cancellation cancellation,
            Progress progress) {
        return evaluate(source, Syntax.parse(source), settings, overwrite, cancellation, progress);
    }

    /**
     * The same for input at a prompt, where an expression alone is printed.
     *
     * @throws CancellationException if it is cancelled; then the state is as it was
     */
    public Outcome evaluateCell(SourceText source, Cancellation cancellation, Progress progress) {
        return evaluate(source, Syntax.parseCell(source), Map.of(), false, cancellation, progress);
    }

    private Outcome evaluate(
            SourceText source,
            Syntax.Parsed parsed,
            Map<String, Setting> settings,
            boolean overwrite,
            Cancellation cancellation,
            Progress progress) {
        before = history;
        List<Diagnostic> diagnostics = new ArrayList<>();
        State state = executed(parsed, settings, diagnostics);
        List<Diagnostic> interrupted = putInOrder(state);
        if (interrupted.stream().anyMatch(diagnostic -> !diagnostic.isError())) {
            // The statements saw a state that no longer exists.
            diagnostics.clear();
            state = executed(parsed, settings, diagnostics);
        }
        diagnostics.addAll(0, interrupted);
        if (hasError(diagnostics)) {
            return failed(state.events(), diagnostics);
        }
        List<Event> events = answered(state.events(), diagnostics, cancellation, progress);
        if (hasError(diagnostics)) {
            return failed(events, diagnostics);
        }
        Optional<Proposal> proposal = proposed(state, source, overwrite, diagnostics);
        if (hasError(diagnostics)) {
            return new Outcome(events, diagnostics, NOTHING, proposal);
        }
        State settled = state.settled();
        history = settled.differs(history.present()) ? history.with(settled) : history;
        return new Outcome(events, diagnostics, proposal.map(Proposal::plan).orElse(NOTHING), proposal);
    }

    /**
     * Finishes or undoes what killed runs left where saves go, so that a whole checkpoint or none is there before anything
     * is planned. Even where the script has mistakes, which may have no other cause.
     */
    private List<Diagnostic> putInOrder(State state) {
        try {
            return Interrupted.settle(RequestedSave.requests(state.saves()), disk).stream()
                    .map(sentence -> Diagnostic.warning(Code.REMARK, sentence))
                    .toList();
        } catch (IOException e) {
            return List.of(FileTrouble.ofDestination(e, disk));
        }
    }

    private static Outcome failed(List<Event> events, List<Diagnostic> diagnostics) {
        return new Outcome(events, diagnostics, NOTHING, Optional.empty());
    }

    /**
     * Proposes what a script would do, over names, shapes and types: questions that need values stay among the events. The
     * state does not change.
     *
     * @param settings what the caller sets parameters to, by their names
     * @param overwrite whether saves may replace existing files, whether they say so or not
     */
    public Outcome propose(SourceText source, Map<String, Setting> settings, boolean overwrite) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        State state = executed(Syntax.parse(source), settings, diagnostics);
        Interrupted.warnings(RequestedSave.requests(state.saves()), disk)
                .forEach(sentence -> diagnostics.add(0, Diagnostic.warning(Code.REMARK, sentence)));
        Optional<Proposal> proposal =
                hasError(diagnostics) ? Optional.empty() : proposed(state, source, overwrite, diagnostics);
        Plan plan =
                hasError(diagnostics) ? NOTHING : proposal.map(Proposal::plan).orElse(NOTHING);
        return new Outcome(state.events(), diagnostics, plan, proposal);
    }

    private State executed(Syntax.Parsed parsed, Map<String, Setting> settings, List<Diagnostic> diagnostics) {
        diagnostics.addAll(parsed.diagnostics());
        diagnostics.addAll(Parameters.unknown(parsed.script(), settings));
        Watch watch = new Watch(disk);
        Execution execution = new Execution(formats, watch, budget, new JsonDocuments(watch), settings, resources::add);
        execution.unparsed(parsed.diagnostics());
        State state =
                execution.runAll(parsed.script().statements(), history.present().settled());
        diagnostics.addAll(execution.diagnostics());
        inputs = List.copyOf(watch.opened());
        // Results of a script that does not parse as intended are not reliable.
        return hasError(parsed.diagnostics()) ? state.silent() : state;
    }

    /** Carries out a plan: all outputs are completed under temporary names, then published in order. */
    public SaveOutcome save(Plan plan, Progress progress, Cancellation cancellation) {
        try {
            RunReport report = PlanRunner.run(plan, disk, budget, progress, cancellation);
            return new SaveOutcome(
                    Optional.of(report),
                    CastLosses.of(plan, report.observations()).stream().toList(),
                    false);
        } catch (SaveCancelledException e) {
            return new SaveOutcome(Optional.empty(), List.of(), true);
        } catch (ScratchExhaustedException e) {
            return failed(exhausted(e));
        } catch (IOException e) {
            Diagnostic problem = FileTrouble.of(e, disk);
            boolean saysWhatIsThere = e instanceof WriteFailedException;
            return failed(saysWhatIsThere ? problem : problem.note("nothing was written"));
        }
    }

    /** The files that the last script opened. */
    public List<Path> inputs() {
        return inputs;
    }

    /** Limits for assertions on values, for looking and for saves. */
    public Budget budget() {
        return budget;
    }

    /** The state after the scripts evaluated so far, for front ends that show it. */
    public Workspace workspace() {
        return history.present().workspace();
    }

    /** Names of the parameters and variables that the scripts evaluated so far define. */
    public Collection<String> variables() {
        return history.present().environment().variableNames();
    }

    /** Whether the last script evaluated made a step that {@link #undo} undoes. */
    public boolean stepped() {
        return history != before;
    }

    /** Goes back as if the last script had not been evaluated: its saves failed. What had been undone can be redone. */
    public void retract() {
        history = before;
    }

    /** Goes back to before the last script that made a step; saved files stay. False at the beginning. */
    public boolean undo() {
        var undone = history.undone();
        undone.ifPresent(this::move);
        return undone.isPresent();
    }

    /** Redoes what was last undone. False if there is nothing to redo. */
    public boolean redo() {
        var redone = history.redone();
        redone.ifPresent(this::move);
        return redone.isPresent();
    }

    private void move(History<State> place) {
        history = place;
        before = place;
    }

    /** Closes the files of all checkpoints. */
    @Override
    public void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
        resources.clear();
    }

    private static boolean hasError(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    private List<Event> answered(
            List<Event> events, List<Diagnostic> diagnostics, Cancellation cancellation, Progress progress) {
        List<Tensor> tensors = events.stream()
                .filter(Event.Pending.class::isInstance)
                .flatMap(event -> ((Event.Pending) event).tensors().stream())
                .toList();
        List<Event> answered = new ArrayList<>();
        try (ValueReading reading = ValueReading.of(budget.memory(), cancellation, progress, tensors, disk)) {
            for (Event event : events) {
                Event answer = event instanceof Event.Pending pending ? answer(pending, reading) : event;
                if (answer instanceof Event.Reported reported
                        && reported.diagnostic().isError()) {
                    diagnostics.add(reported.diagnostic());
                    answered.add(new Event.Failed(reported.span(), List.of(reported.diagnostic())));
                } else {
                    answered.add(answer);
                }
            }
        } catch (IOException e) {
            diagnostics.add(FileTrouble.of(e, disk));
        }
        return answered;
    }

    private Event answer(Event.Pending pending, ValueReading reading) {
        Span place = pending.span();
        try {
            return reading.ask(pending.tensors(), pending.question()::answer);
        } catch (ScratchExhaustedException e) {
            return new Event.Reported(place, exhausted(e).at(place));
        } catch (IOException e) {
            return new Event.Reported(place, FileTrouble.of(e, disk).at(place));
        }
    }

    private Optional<Proposal> proposed(
            State state, SourceText source, boolean overwrite, List<Diagnostic> diagnostics) {
        List<String> imbalances = state.workspace().imbalances();
        if (!imbalances.isEmpty()) {
            throw new IllegalStateException("BUG: the ledger does not balance: " + imbalances);
        }
        List<SaveRequest> saves = RequestedSave.requests(state.saves()).stream()
                .map(save -> overwrite ? save.overwriting() : save)
                .toList();
        Span everything = new Span(source, 0, source.text().length());
        try {
            Proposal proposal = Proposal.of(saves, disk, Reviews.of(state));
            diagnostics.addAll(RefusedSaves.diagnostics(proposal.refusals(), state.saves(), everything));
            return Optional.of(proposal);
        } catch (SaveRefusedException e) {
            diagnostics.addAll(RefusedSaves.diagnostics(e.refusals(), state.saves(), everything));
        } catch (IOException e) {
            diagnostics.add(FileTrouble.ofDestination(e, disk));
        }
        return Optional.empty();
    }

    /** The error for values that take more memory than the budget of this session allows. */
    public static Diagnostic exhausted(ScratchExhaustedException e) {
        return Diagnostic.error(Code.OUT_OF_MEMORY_BUDGET, e.getMessage()).help("give it more: --memory 1GiB");
    }

    private static SaveOutcome failed(Diagnostic diagnostic) {
        return new SaveOutcome(Optional.empty(), List.of(diagnostic), false);
    }
}
