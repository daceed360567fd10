package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Value;
import ckpts.language.syntax.Statement;

/** {@code let x = EXPR}. Naming a tensor does not use it; what is made from the name does. */
final class LetHandler implements Handler<Statement.Let> {
    @Override
    public State execute(Statement.Let let, Step step, State state, Execution execution) {
        ParamHandler.requireNew(let.name(), state);
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Value value = evaluator.value(let.value());
        return state.with(state.environment().with(let.name().text(), new Bound(value, evaluator.read())));
    }
}
