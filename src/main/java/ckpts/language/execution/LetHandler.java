package ckpts.language.execution;

import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Value;
import ckpts.language.syntax.Statement;
import java.util.List;

/** {@code let x = EXPR}. */
final class LetHandler implements Handler<Statement.Let> {
    @Override
    public State execute(Statement.Let let, Step step, State state, Execution execution) {
        ParamHandler.requireNew(let.name(), state);
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Value value = evaluator.value(let.value());
        List<InputId> used = Uses.of(evaluator);
        return state.with(state.workspace().using(used, step))
                .with(state.environment().with(let.name().text(), value));
    }
}
