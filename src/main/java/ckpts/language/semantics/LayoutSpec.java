package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.TensorLayout;
import ckpts.tensor.op.AxisLayout;
import ckpts.tensor.op.FusedHeads;
import java.util.List;
import java.util.Optional;

/** Layouts as scripts write them: {@code hwio}, {@code out_in}, {@code qkv(blocked, heads = 12, axis = 0)}. */
public final class LayoutSpec {
    /** Beyond any model; keeps products of sizes within 64 bits. */
    private static final long MOST_HEADS = 1 << 20;

    private static final List<String> NAMES = List.of("heads", "kv", "axis");

    private LayoutSpec() {}

    /** @throws StatementException if it is not a layout */
    public static TensorLayout of(Expression expression, Evaluator evaluator) {
        if (expression instanceof Expression.Call call && call.name().text().equals("qkv")) {
            return heads(call, evaluator);
        }
        Optional<AxisLayout> named =
                expression instanceof Expression.Bare bare ? AxisLayout.named(bare.name()) : Optional.empty();
        return named.orElseThrow(() ->
                new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, expression.span(), "this is not a layout")
                        .help("write the axes of a kernel (hwio, oihw), of a matrix (in_out, out_in), or qkv(blocked,"
                                + " heads = 12, axis = 0)")));
    }

    /** @throws StatementException if it is not a layout of fused heads */
    public static FusedHeads heads(Expression expression, Evaluator evaluator) {
        if (of(expression, evaluator) instanceof FusedHeads heads) {
            return heads;
        }
        throw new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, expression.span(), "this layout has no query, key and value")
                        .help("write qkv(blocked, heads = 12, axis = 0)"));
    }

    private static FusedHeads heads(Expression.Call call, Evaluator evaluator) {
        List<Expression.Argument> given = call.arguments();
        String order = given.stream()
                .limit(1)
                .flatMap(first -> first.positional().stream())
                .map(first -> first instanceof Expression.Bare bare ? bare.name() : "")
                .findFirst()
                .orElse("");
        boolean known = order.equals("blocked") || order.equals("interleaved");
        NamedArguments arguments =
                new NamedArguments(call, known ? given.subList(1, given.size()) : given, NAMES, evaluator);
        if (!known || !arguments.has("heads") || !arguments.has("axis")) {
            throw arguments.wrong("write qkv(blocked, heads = 12, axis = 0), or interleaved; kv = 4 for fewer heads of"
                    + " keys and values");
        }
        long heads = evaluator.whole(arguments.of("heads").orElseThrow(), 1);
        long groups =
                arguments.of("kv").map(number -> evaluator.whole(number, 1)).orElse(heads);
        Expression axis = arguments.of("axis").orElseThrow();
        if (heads > MOST_HEADS) {
            throw arguments.wrong("at most " + MOST_HEADS + " heads, not " + heads);
        }
        if (heads % groups != 0) {
            throw arguments.wrong(heads + " heads cannot share " + groups + " of keys and values");
        }
        return new FusedHeads(
                order.equals("interleaved"), heads, groups, Indexing.axis(evaluator.whole(axis), 0, axis.span()));
    }
}
