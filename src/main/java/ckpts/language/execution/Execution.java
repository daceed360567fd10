package ckpts.language.execution;

import ckpts.bytes.OutsideRootsException;
import ckpts.bytes.Watch;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.format.Formats;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Documents;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.TypeTrouble;
import ckpts.language.semantics.Work;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import ckpts.naming.FirstFew;
import ckpts.state.CollisionException;
import ckpts.state.SlotConflictException;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.TooLargeException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One evaluation of a script: what handlers need, and the walk over the statements. Goes on after a failed statement
 * to find more mistakes, without those that follow from it. For one thread, used once.
 */
final class Execution {
    private final Formats formats;
    private final Watch disk;
    private final Budget budget;
    private final Documents documents;
    private final Map<String, Setting> settings;
    private final Map<String, Bound> bindings;
    private final Consumer<Closeable> resources;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<String> reported = new HashSet<>();
    private final FollowOnErrors consequences;
    private final Work work;
    private final Dispatcher dispatcher = new Dispatcher();
    private int depth;

    /**
     * @param settings what the caller sets parameters to, by their names
     * @param resources receives what must stay open as long as the session
     */
    Execution(
            Formats formats,
            Watch disk,
            Budget budget,
            Documents documents,
            Map<String, Setting> settings,
            Consumer<Closeable> resources) {
        this(
                formats,
                disk,
                budget,
                documents,
                settings,
                Map.of(),
                resources,
                new FollowOnErrors(),
                new Work(budget.work()));
    }

    private Execution(
            Formats formats,
            Watch disk,
            Budget budget,
            Documents documents,
            Map<String, Setting> settings,
            Map<String, Bound> bindings,
            Consumer<Closeable> resources,
            FollowOnErrors consequences,
            Work work) {
        this.consequences = consequences;
        this.work = work;
        this.formats = formats;
        this.disk = disk;
        this.budget = budget;
        this.documents = documents;
        this.settings = settings;
        this.bindings = bindings;
        this.resources = resources;
    }

    Formats formats() {
        return formats;
    }

    /** The disk, which remembers the files that were opened. */
    Watch disk() {
        return disk;
    }

    /** Limits of saves: memory, threads, work. */
    Budget budget() {
        return budget;
    }

    /** What the caller sets parameters to, by their names. */
    Map<String, Setting> settings() {
        return settings;
    }

    /** What the including script sets parameters to, by their names. */
    Map<String, Bound> bindings() {
        return bindings;
    }

    Context context(State state) {
        return new Context(state.workspace(), state.environment(), documents, this::report, work);
    }

    /** Keeps a file open until the session is closed. */
    void keepOpen(Closeable resource) {
        resources.accept(resource);
    }

    /** The execution of an included script within this one, with its own settings. */
    Execution including(Map<String, Bound> bindings) {
        Execution inner = new Execution(
                formats, disk, budget, documents, Map.of(), bindings, resources, consequences.copy(), work);
        inner.depth = depth + 1;
        return inner;
    }

    /** Records statements that did not parse: what they would have defined is missing. */
    void unparsed(List<Diagnostic> problems) {
        problems.forEach(consequences::unparsed);
    }

    /** Whether a statement failed that would have changed what later ones see. */
    boolean isAstray() {
        return consequences.isAstray();
    }

    /** The work of the script so far, with all that it includes. */
    Work work() {
        return work;
    }

    /** The number of scripts that include this one. */
    int depth() {
        return depth;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    boolean failed() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    /** Statements in order; a failed one leaves the state as it was. */
    State runAll(List<Statement> statements, State start) {
        State state = start;
        for (Statement statement : statements) {
            state = run(statement, state);
        }
        return state;
    }

    private State run(Statement statement, State state) {
        int before = diagnostics.size();
        Step step = new Step(
                state.steps() + 1,
                statement.span().place(),
                Formatter.oneLine(statement),
                state.environment().prefix());
        try {
            return dispatcher.execute(statement, step, state.stepped(), this);
        } catch (StatementException e) {
            e.diagnostics().forEach(problem -> report(problem, Optional.of(statement)));
        } catch (CollisionException e) {
            report(collision(e, statement.span()));
        } catch (SlotConflictException e) {
            report(Diagnostic.error(Code.SLOT_CONFLICT, statement.span(), e.getMessage())
                    .help(e.help()));
        } catch (TensorTypeException e) {
            report(TypeTrouble.at(statement.span(), e));
        } catch (TooLargeException e) {
            report(Diagnostic.error(Code.BAD_VALUE, statement.span(), e.getMessage()));
        } catch (OutsideRootsException e) {
            report(FileTrouble.of(e).at(statement.span()));
        }
        boolean reportedHere = diagnostics.size() > before;
        if (!reportedHere && isAstray() && statement instanceof Statement.Check) {
            return state.saying(new Event.Unjudged(statement.span()));
        }
        consequences.of(statement, reportedHere);
        return state.saying(new Event.Failed(statement.span(), diagnostics.subList(before, diagnostics.size())));
    }

    /** Adds a diagnostic unless it follows from an earlier failure or was already reported for this place. */
    void report(Diagnostic diagnostic) {
        report(diagnostic, Optional.empty());
    }

    private void report(Diagnostic diagnostic, Optional<Statement> statement) {
        boolean follows = consequences.explains(diagnostic, statement);
        String place = diagnostic.code() + "@"
                + diagnostic
                        .primary()
                        .map(span -> span.source().name() + span.start())
                        .orElse("");
        if (!follows && reported.add(place)) {
            diagnostics.add(diagnostic);
        }
    }

    /** Names of colliding tensors; the one that already has the name comes last, and is described by that. */
    private static String landing(String target, List<String> names) {
        int last = names.size() - 1;
        List<String> described = names.stream().map(name -> "\"" + name + "\"").collect(Collectors.toList());
        if (names.get(last).equals(target)) {
            described.set(last, "the tensor that has it now");
        }
        return String.join(", ", described);
    }

    private static Diagnostic collision(CollisionException e, Span place) {
        List<String> lines = e.collisions().entrySet().stream()
                .map(collision ->
                        "\"" + collision.getKey() + "\"  <-  " + landing(collision.getKey(), collision.getValue()))
                .toList();
        int count = e.collisions().size();
        return Diagnostic.error(
                        Code.COLLISION,
                        place,
                        count == 1
                                ? "two tensors would have one name"
                                : count + " names would each belong to several tensors")
                .detailed(FirstFew.of(lines, 10))
                .help("drop or rename one of them first, or swap them in one block: rename { ...; ... }");
    }
}
