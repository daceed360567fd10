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
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.naming.LayerTemplates;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code update S = EXPR}, with {@code it} the matched tensor, which keeps its element type and its shape; {@code to} gives
 * it others.
 */
final class UpdateHandler implements Handler<Statement.Update> {
    @Override
    public State execute(Statement.Update update, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        DataEdit edit = new DataEdit(update.head(), context);
        return edit.changing(
                        (entry, evaluator) -> value(update, entry, evaluator, edit, step.scope()),
                        SlotChanges.refused(update.head()))
                .apply(state, step, "updated");
    }

    private static Tensor value(
            Statement.Update update, Entry entry, Evaluator evaluator, DataEdit edit, String scope) {
        WantedType wanted = WantedType.of(update.type(), entry.tensor().type(), evaluator);
        DType dtype = wanted.dtype();
        Computation value = computed(update, wanted, evaluator);
        TensorType found = value.type();
        if (!wanted.fits(found.shape())) {
            String sizes = wanted.saysSizes() ? "this update makes it " : "update keeps the shape ";
            // Where the element type does not fit either, both must be written.
            boolean fractions = found.dtype().isFloat() && !dtype.isFloat();
            Optional<DType> said = fractions
                    ? Optional.of(found.dtype())
                    : wanted.saysElements() ? Optional.of(dtype) : Optional.empty();
            throw refused(
                    update,
                    sizes + wanted.sizes() + ", the value has the shape " + found.shape(),
                    resized(update, found.shape(), said, edit, scope));
        }
        if (isCast(update.value()) && !wanted.saysElements() && found.dtype() != dtype) {
            Optional<List<String>> said = wanted.saysSizes() ? Optional.of(wanted.givenSizes()) : Optional.empty();
            Expression type = type(update.value().span(), Optional.of(found.dtype()), said);
            throw refused(
                    update,
                    "update keeps the element type, and this is cast to " + found.dtype(),
                    List.of(with(update, update.selector(), Optional.of(type))));
        }
        return value.rounded(dtype);
    }

    private static Computation computed(Statement.Update update, WantedType wanted, Evaluator evaluator) {
        DType dtype = wanted.dtype();
        Optional<TensorType> known = wanted.shape().map(shape -> new TensorType(dtype, shape));
        return Computation.of(update.value(), evaluator, known);
    }

    /**
     * The statement with the resulting sizes; where the values have several ranks, one for each. None where one pattern
     * would have to be several that capture the same.
     */
    private static List<Statement> resized(
            Statement.Update update, Shape found, Optional<DType> dtype, DataEdit edit, String scope) {
        Span place = update.value().span();
        if (edit.selected() == 1) {
            List<String> sizes =
                    found.dimensions().stream().map(String::valueOf).toList();
            return List.of(with(update, update.selector(), Optional.of(type(place, dtype, Optional.of(sizes)))));
        }
        Map<Optional<Integer>, List<String>> byRank = new LinkedHashMap<>();
        edit.each((entry, evaluator) -> newRank(update, entry, evaluator))
                .forEach((name, rank) ->
                        byRank.computeIfAbsent(rank, any -> new ArrayList<>()).add(name));
        if (byRank.size() > 1 && edit.captures()) {
            return List.of();
        }
        List<Statement> statements = new ArrayList<>();
        byRank.forEach((rank, names) -> {
            Optional<Expression> type =
                    rank.map(axes -> type(place, dtype, Optional.of(Collections.nCopies(axes, WantedType.ANY))));
            Selector selector = byRank.size() == 1 ? update.selector() : onlyOf(update.selector(), names, scope);
            statements.add(with(update, selector, type.or(update::type)));
        });
        return statements;
    }

    private static Selector onlyOf(Selector selector, List<String> names, String scope) {
        List<String> patterns = LayerTemplates.of(names).stream()
                .map(template -> Selector.written(template.text(), scope))
                .toList();
        return selector.matching(patterns);
    }

    /** The rank of the value where it does not fit the wanted type. */
    private static Optional<Integer> newRank(Statement.Update update, Entry entry, Evaluator evaluator) {
        WantedType wanted = WantedType.of(update.type(), entry.tensor().type(), evaluator);
        Shape shape = computed(update, wanted, evaluator).type().shape();
        return wanted.fits(shape) ? Optional.empty() : Optional.of(shape.rank());
    }

    /** Whether the value is a cast after all computation: the script wants the tensor to have that type. */
    private static boolean isCast(Expression value) {
        return value instanceof Expression.Call call && call.name().text().equals("cast");
    }

    private static Statement with(Statement.Update update, Selector selector, Optional<Expression> type) {
        return new Statement.Update(update.head().selecting(selector), type, update.value());
    }

    private static StatementException refused(Statement.Update update, String message, List<Statement> said) {
        List<String> lines = said.stream().map(Formatter::oneLine).toList();
        Diagnostic error = Diagnostic.error(Code.TYPE_MISMATCH, update.value().span(), message);
        if (lines.isEmpty()) {
            return new StatementException(error.help(
                    "the values have several ranks: write a statement for each rank, with `to [_]`, `to [_, _]`"));
        }
        String text = lines.size() == 1 ? " " + lines.get(0) : "\n" + String.join("\n", lines);
        return new StatementException(error.help("to change it, write:" + text));
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
