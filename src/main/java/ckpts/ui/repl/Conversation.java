package ckpts.ui.repl;

import ckpts.checkpoint.Checkpoint;
import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.SaveOutcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.plan.Plan;
import ckpts.state.Loaded;
import ckpts.ui.cli.Bug;
import ckpts.ui.cli.Exhaustion;
import ckpts.ui.cli.ProgressLine;
import ckpts.ui.cli.WrittenReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;

/** A conversation at the prompt: the session, the journal, and what has been saved. For one thread. */
final class Conversation implements Closeable {
    private final Supplier<Session> sessions;
    private final Terminal terminal;
    private final Printer printer;
    private final String version;
    private final Map<Path, Checkpoint> written = new LinkedHashMap<>();
    private Session session;
    private Journal journal = Journal.EMPTY;

    /**
     * @param sessions makes a session with nothing loaded
     * @param version of this program, for the report of a bug
     */
    Conversation(Supplier<Session> sessions, Terminal terminal, Printer printer, String version) {
        this.sessions = sessions;
        this.terminal = terminal;
        this.printer = printer;
        this.version = version;
        this.session = sessions.get();
    }

    Session session() {
        return session;
    }

    Journal journal() {
        return journal;
    }

    /** Evaluates a cell, carries its saves out, reports the result. If any of it fails, nothing has changed. */
    void enter(String text) {
        SourceText source = new SourceText("In[" + journal.next() + "]", text, Optional.empty());
        Optional<Plan> done = attempt(source);
        List<Path> saved = done.stream()
                .flatMap(plan -> plan.saves().stream())
                .map(save -> save.name())
                .toList();
        Cell.Kind kind = done.isEmpty() ? Cell.Kind.FAILED : session.stepped() ? Cell.Kind.STEP : Cell.Kind.LOOK;
        journal = journal.with(text, kind, saved);
    }

    /** Evaluates a text that only shows something and is not a cell. */
    void look(String text) {
        attempt(new SourceText("In", text, Optional.empty()));
    }

    /** The plan that was carried out; empty if the text failed. */
    private Optional<Plan> attempt(SourceText source) {
        try (Interrupt interrupt = new Interrupt(terminal)) {
            Outcome outcome = evaluated(source, interrupt);
            outcome.events().forEach(event -> report(event, outcome.holds()));
            printer.diagnostics(outcome.diagnostics());
            if (!outcome.holds()) {
                return Optional.empty();
            }
            return saved(outcome.plan(), interrupt) ? Optional.of(outcome.plan()) : Optional.empty();
        } catch (CancellationException e) {
            printer.line("interrupted: nothing was changed");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            session.retract();
            Exhaustion.of(e)
                    .ifPresentOrElse(
                            exhausted -> printer.diagnostics(List.of(exhausted)),
                            () -> printer.lines(Bug.describe(e, version)));
        }
        return Optional.empty();
    }

    private Outcome evaluated(SourceText source, Interrupt interrupt) {
        try (ProgressLine progress = progress("reading")) {
            return session.evaluateCell(source, interrupt, progress);
        }
    }

    private ProgressLine progress(String doing) {
        return new ProgressLine(doing, true, printer::raw, System::nanoTime);
    }

    /** Of a cell that fails, nothing has been done. */
    private void report(Event event, boolean holds) {
        if (event instanceof Event.Done done && holds) {
            printer.line(done.summary());
        } else if (event instanceof Event.Held held && holds) {
            printer.line(held.text());
        } else if (event instanceof Event.Shown shown) {
            printer.report(shown.report());
        } else if (event instanceof Event.Reported reported) {
            printer.diagnostics(List.of(reported.diagnostic()));
        }
    }

    /** Carries a plan out; false if that failed or was cancelled, and then the state is as before the cell. */
    private boolean saved(Plan plan, Interrupt interrupt) {
        if (plan.saves().isEmpty()) {
            return true;
        }
        SaveOutcome outcome;
        try (ProgressLine progress = progress("saving")) {
            outcome = session.save(plan, progress, interrupt);
        }
        printer.diagnostics(outcome.diagnostics());
        if (outcome.report().isEmpty()) {
            session.retract();
            if (outcome.cancelled()) {
                printer.line("interrupted: nothing was changed");
            }
            return false;
        }
        WrittenReport.lines(plan, outcome.report().get()).forEach(printer::line);
        plan.saves().forEach(save -> written.put(save.name(), save.request().checkpoint()));
        return true;
    }

    /** Undoes the last step; false if there is none. */
    boolean undo() {
        Optional<Cell> last = journal.last();
        if (last.isEmpty() || !session.undo()) {
            return false;
        }
        journal = journal.undoing().orElseThrow();
        printer.line("undid In[" + last.get().number() + "]: " + last.get().firstLine());
        last.get().saved().forEach(path -> printer.line(path + " remains as it was saved"));
        return true;
    }

    /** Redoes what was undone last; false if there is nothing. */
    boolean redo() {
        if (!session.redo()) {
            return false;
        }
        journal = journal.redoing().orElseThrow();
        Cell cell = journal.last().orElseThrow();
        printer.line("redid In[" + cell.number() + "]: " + cell.firstLine());
        return true;
    }

    /** Forgets everything: nothing is loaded, the first cell is next. */
    void reset() throws IOException {
        session.close();
        session = sessions.get();
        journal = Journal.EMPTY;
        written.clear();
    }

    /** Whether a checkpoint differs from what was loaded and from everything that was saved. */
    boolean isUnsaved() {
        return session.workspace().checkpoints().stream().anyMatch(this::isUnsaved);
    }

    boolean isUnsaved(Loaded loaded) {
        return !isSame(loaded.current(), loaded.original())
                && written.values().stream().noneMatch(saved -> isSame(loaded.current(), saved));
    }

    /** The same tensors under the same names; a manifest changes what is known about them, not the tensors. */
    private static boolean isSame(Checkpoint left, Checkpoint right) {
        return left == right
                || left.size() == right.size()
                        && left.aliases().equals(right.aliases())
                        && left.entries().stream()
                                .allMatch(entry -> right.entry(entry.name())
                                        .filter(other -> other.tensor() == entry.tensor())
                                        .isPresent());
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
