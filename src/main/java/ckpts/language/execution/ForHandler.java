package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.stream.LongStream;

/** {@code for i in 0..11 { }}, both ends included, and {@code for e in LIST { }}. What a turn defines ends with it. */
final class ForHandler implements Handler<Statement.For> {
    private static final long MOST_TURNS = 1_000_000;

    @Override
    public State execute(Statement.For loop, Step step, State state, Execution execution) {
        ParamHandler.requireNew(loop.variable(), state);
        State inner = state;
        Evaluator evaluator = Evaluator.in(execution.context(state));
        for (Value value : values(loop, evaluator)) {
            inner = execution.runAll(
                    loop.body(),
                    inner.with(state.environment().with(loop.variable().text(), new Bound(value, evaluator.read()))));
        }
        return inner.with(state.environment());
    }

    private static List<Value> values(Statement.For loop, Evaluator evaluator) {
        if (loop.end().isEmpty()) {
            return evaluator.items(loop.start());
        }
        long first = evaluator.whole(loop.start());
        long last = evaluator.whole(loop.end().get());
        // The difference of the two may be beyond counting.
        if (last > first && (last - first < 0 || last - first >= MOST_TURNS)) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_VALUE, loop.end().get().span(), "more than " + MOST_TURNS + " turns"));
        }
        return LongStream.rangeClosed(first, last)
                .<Value>mapToObj(Value.Whole::new)
                .toList();
    }
}
