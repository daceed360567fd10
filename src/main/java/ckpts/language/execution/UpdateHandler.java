package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Computation;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.WantedType;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * {@code update S = EXPR}, with {@code it} the matched tensor, which keeps its element type and its shape; {@code to} says
 * what it has instead.
 */
final class UpdateHandler implements Handler<Statement.Update> {
    @Override
    public State execute(Statement.Update update, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        DataEdit edit =
                new DataEdit(update.selector(), update.optional(), "update", update.expect(), update.span(), context);
        boolean several = edit.selected() > 1;
        return edit.changing(
                        (entry, evaluator) -> value(update, entry, evaluator, several),
                        SlotChanges.refused(update.slots(), "update"))
                .apply(state, step, "updated");
    }

    private static Tensor value(Statement.Update update, Entry entry, Evaluator evaluator, boolean several) {
        WantedType wanted = WantedType.of(update.type(), entry.tensor().type(), evaluator);
        DType dtype = wanted.dtype();
        Optional<TensorType> known = wanted.shape().map(shape -> new TensorType(dtype, shape));
        Computation value = Computation.of(update.value(), evaluator, known);
        TensorType found = value.type();
        if (!wanted.fits(found.shape())) {
            String sizes = wanted.saysSizes() ? "this update makes it " : "update keeps the shape ";
            // Where the elements would not do either, both are to be said.
            boolean fractions = found.dtype().isFloat() && !dtype.isFloat();
            Optional<DType> said = fractions
                    ? Optional.of(found.dtype())
                    : wanted.saysElements() ? Optional.of(dtype) : Optional.empty();
            throw refused(
                    update,
                    sizes + wanted.sizes() + ", the value has the shape " + found.shape(),
                    type(update.value().span(), said, Optional.of(sizes(found.shape(), several))));
        }
        if (isCast(update.value()) && !wanted.saysElements() && found.dtype() != dtype) {
            Optional<List<String>> said = wanted.saysSizes() ? Optional.of(wanted.texts()) : Optional.empty();
            throw refused(
                    update,
                    "update keeps the element type, and this is cast to " + found.dtype(),
                    type(update.value().span(), Optional.of(found.dtype()), said));
        }
        return value.rounded(dtype);
    }

    /** A type that is asked for behind all computation: somebody means the tensor to have it. */
    private static boolean isCast(Expression value) {
        return value instanceof Expression.Call call && call.name().text().equals("cast");
    }

    private static StatementException refused(Statement.Update update, String message, Expression type) {
        Statement said = new Statement.Update(
                update.span(),
                update.optional(),
                update.selector(),
                Optional.of(type),
                update.value(),
                update.slots(),
                update.expect());
        return new StatementException(
                Diagnostic.error(Code.TYPE_MISMATCH, update.value().span(), message)
                        .help("to change it, write: " + Formatter.oneLine(said)));
    }

    /** The sizes that came out; of several tensors, each of which may have others, what comes out. */
    private static List<String> sizes(Shape found, boolean several) {
        return found.dimensions().stream()
                .map(size -> several ? WantedType.ANY : String.valueOf(size))
                .toList();
    }

    private static Expression type(Span place, Optional<DType> dtype, Optional<List<String>> sizes) {
        List<Expression> axes = sizes.orElse(List.of()).stream()
                .<Expression>map(size -> new Expression.Bare(place, size))
                .toList();
        if (dtype.isEmpty()) {
            return new Expression.ListOf(place, axes);
        }
        Expression elements = new Expression.Bare(place, dtype.get().text());
        return sizes.isEmpty()
                ? elements
                : new Expression.Index(
                        place,
                        elements,
                        axes.stream()
                                .<Expression.Range>map(axis -> new Expression.Position(place, axis))
                                .toList());
    }
}
