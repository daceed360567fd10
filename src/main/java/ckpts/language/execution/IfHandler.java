package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement;
import java.util.List;

/** {@code if C { } else { }}. */
final class IfHandler implements Handler<Statement.If> {
    @Override
    public State execute(Statement.If branch, Step step, State state, Execution execution) {
        boolean holds = Evaluator.in(execution.context(state)).truth(branch.condition());
        List<Statement> body = holds ? branch.thenBody() : branch.elseBody().orElse(List.of());
        return execution.runAll(body, state).with(state.environment());
    }
}
