package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.StatementException;
import ckpts.language.syntax.Statement;
import ckpts.workspace.Loaded;
import ckpts.workspace.Proposal;
import ckpts.workspace.SaveOptions;
import ckpts.workspace.SaveRefusedException;
import ckpts.workspace.SaveRequest;
import java.io.IOException;
import java.util.List;

/** {@code explain}: shows what the saves so far would do; before the first, what saving the subject would do. */
final class ExplainHandler implements Handler<Statement.Explain> {
    private static final String NO_PATH_YET = "unsaved";

    @Override
    public State execute(Statement.Explain explain, Step step, State state, Execution execution) {
        List<SaveRequest> saves = state.saves().isEmpty()
                ? List.of(imagined(explain, step, state, execution))
                : RequestedSave.requests(state.saves());
        try {
            Proposal proposal = Proposal.of(saves, execution.disk(), Reviews.of(state));
            return state.saying(new Event.Shown(explain.span(), proposal.explain(execution.budget())));
        } catch (SaveRefusedException e) {
            throw new StatementException(RefusedSaves.diagnostics(e.refusals(), state.saves(), explain.span()));
        } catch (IOException e) {
            throw new StatementException(
                    FileTrouble.ofDestination(e, execution.disk()).at(explain.span()));
        }
    }

    private static SaveRequest imagined(Statement.Explain explain, Step step, State state, Execution execution) {
        Loaded subject = execution.context(state).subject(explain.span());
        return new SaveRequest(
                step,
                subject.alias(),
                subject.current(),
                execution.formats().named(subject.format()).orElseThrow(),
                subject.path().resolveSibling(NO_PATH_YET),
                SaveOptions.ofExplanation(),
                List.of(),
                subject.edited());
    }
}
