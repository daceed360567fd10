package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.syntax.Statement;

/** {@code use A}: another checkpoint becomes the subject. */
final class UseHandler implements Handler<Statement.Use> {
    @Override
    public State execute(Statement.Use use, Step step, State state, Execution execution) {
        String name = execution.context(state).checkpoint(use.checkpoint()).name();
        return state.with(state.workspace().using(name));
    }
}
