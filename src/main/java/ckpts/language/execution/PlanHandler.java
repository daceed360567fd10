package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.StatementException;
import ckpts.language.syntax.Statement;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRefusedException;
import ckpts.plan.SaveRequest;
import ckpts.review.Proposal;
import ckpts.state.Loaded;
import java.io.IOException;
import java.util.List;

/** {@code plan}: shows what the saves so far would do; before the first, what saving the subject would do. */
final class PlanHandler implements Handler<Statement.ShowPlan> {
    private static final String NO_PATH_YET = "unsaved";

    @Override
    public State execute(Statement.ShowPlan plan, Step step, State state, Execution execution) {
        List<SaveRequest> saves = state.saves().isEmpty()
                ? List.of(imagined(plan, step, state, execution))
                : RequestedSave.requests(state.saves());
        try {
            Proposal proposal = Proposal.of(saves, execution.disk(), Reviews.of(state));
            return state.saying(new Event.Shown(plan.span(), proposal.report(execution.budget())));
        } catch (SaveRefusedException e) {
            throw new StatementException(RefusedSaves.diagnostics(e.refusals(), state.saves(), plan.span()));
        } catch (IOException e) {
            throw new StatementException(
                    FileTrouble.ofDestination(e, execution.disk()).at(plan.span()));
        }
    }

    private static SaveRequest imagined(Statement.ShowPlan plan, Step step, State state, Execution execution) {
        Loaded subject = execution.context(state).subject(plan.span());
        return new SaveRequest(
                step,
                subject.name(),
                subject.current(),
                execution.formats().named(subject.format()).orElseThrow(),
                subject.path().resolveSibling(NO_PATH_YET),
                SaveOptions.forPlan(),
                List.of(),
                subject.edited());
    }
}
