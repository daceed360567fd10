package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Value;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import java.util.List;

/** {@code for i in 0..11 { }}, both ends included, and {@code for e in LIST { }}. Each iteration has its own definitions. */
final class ForHandler implements Handler<Statement.For> {
    @Override
    public State execute(Statement.For loop, Step step, State state, Execution execution) {
        ParamHandler.requireNew(loop.variable(), state);
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Turns turns = new Turns(loop, state, evaluator, execution);
        if (loop.end().isEmpty()) {
            return turns.over(evaluator.items(loop.start()));
        }
        return turns.over(
                evaluator.whole(loop.start()),
                evaluator.whole(loop.end().get()),
                loop.end().get().span());
    }

    /** The iterations of one loop. */
    private record Turns(Statement.For loop, State before, Evaluator evaluator, Execution execution) {
        State over(List<Value> values) {
            execution
                    .work()
                    .turns(values.size(), loop.body().size(), loop.start().span());
            State state = before;
            for (Value value : values) {
                state = turn(value, state);
            }
            return state.with(before.environment());
        }

        State over(long first, long last, Span place) {
            if (last < first) {
                return before;
            }
            long more = last - first;
            execution
                    .work()
                    .turns(
                            more < 0 || more == Long.MAX_VALUE ? Long.MAX_VALUE : more + 1,
                            loop.body().size(),
                            place);
            State state = before;
            for (long i = 0; i <= more; i++) {
                state = turn(new Value.Whole(first + i), state);
            }
            return state.with(before.environment());
        }

        private State turn(Value value, State state) {
            return execution.runAll(
                    loop.body(),
                    state.with(before.environment().with(loop.variable().text(), new Bound(value, evaluator.read()))));
        }
    }
}
