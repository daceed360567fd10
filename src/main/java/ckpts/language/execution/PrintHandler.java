package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Value;
import ckpts.language.syntax.Statement;
import ckpts.report.Report;

/** {@code print EXPR}. */
final class PrintHandler implements Handler<Statement.Print> {
    @Override
    public State execute(Statement.Print print, Step step, State state, Execution execution) {
        Value value = Evaluator.in(execution.context(state)).value(print.value());
        return state.saying(new Event.Shown(print.span(), Report.Lines.of(value.text())));
    }
}
