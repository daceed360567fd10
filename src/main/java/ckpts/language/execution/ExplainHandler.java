package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.workspace.Fate;
import ckpts.workspace.Loaded;
import ckpts.workspace.Plan;
import ckpts.workspace.SaveOptions;
import ckpts.workspace.SaveRefusedException;
import ckpts.workspace.SaveRequest;
import java.io.IOException;
import java.util.List;

/** {@code explain}: what the saves asked for so far would do; before the first, what saving the subject would. */
final class ExplainHandler implements Handler<Statement.Explain> {
    private static final String NO_PATH_YET = "unsaved";

    @Override
    public State execute(Statement.Explain explain, Step step, State state, Execution execution) {
        List<SaveRequest> saves = state.saves().isEmpty()
                ? List.of(imagined(explain, step, state, execution))
                : Asked.requests(state.saves());
        try {
            Plan plan = Plan.of(saves, execution.disk());
            return state.saying(new Event.Shown(explain.span(), plan.explain(dropped(state), execution.budget())));
        } catch (SaveRefusedException e) {
            throw new StatementException(Refusals.diagnostics(e, state.saves(), explain.span()));
        } catch (IOException e) {
            throw new StatementException(Diagnostic.error(Code.WRITE_FAILED, explain.span(), e.getMessage()));
        }
    }

    private static SaveRequest imagined(Statement.Explain explain, Step step, State state, Execution execution) {
        Loaded subject = execution.context(state).subject(explain.span());
        return new SaveRequest(
                step,
                subject.current(),
                execution.formats().named(subject.format()).orElseThrow(),
                subject.path().resolveSibling(NO_PATH_YET),
                SaveOptions.ofExplanation(),
                subject.edited());
    }

    /** The names of loaded tensors that were dropped. */
    static List<String> dropped(State state) {
        return state.workspace().ledger().accounts().entrySet().stream()
                .filter(account -> account.getValue().fate() instanceof Fate.Dropped)
                .map(account -> account.getKey().name())
                .toList();
    }
}
