package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Transpose;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code transpose S [by [...]]}; without {@code by} the axes are reversed. */
final class TransposeHandler implements Handler<Statement.Transpose> {
    @Override
    public State execute(Statement.Transpose transpose, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        UnaryOperator<Tensor> move = move(transpose.permutation(), Evaluator.in(context));
        return new DataEdit(transpose.head(), context)
                .moving((tensor, evaluator) -> move.apply(tensor))
                .apply(state, step, "transposed");
    }

    private static UnaryOperator<Tensor> move(Optional<Expression> by, Evaluator evaluator) {
        if (by.isEmpty()) {
            return Transpose::reversed;
        }
        int[] permutation = evaluator.wholes(by.get()).stream()
                .mapToInt(axis -> {
                    if (axis < 0 || axis > 63) {
                        throw new StatementException(
                                Diagnostic.error(Code.BAD_VALUE, by.get().span(), axis + " is not an axis"));
                    }
                    return axis.intValue();
                })
                .toArray();
        return tensor -> Transpose.of(tensor, permutation);
    }
}
