package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The arguments of one call, by position or by name, matched with the parameters of the function. */
final class Arguments {
    private final Expression.Call call;
    private final Evaluator evaluator;
    private final Map<String, Expression> given;
    private final Map<String, Word> further;

    private Arguments(
            Expression.Call call, Evaluator evaluator, Map<String, Expression> given, Map<String, Word> further) {
        this.call = call;
        this.evaluator = evaluator;
        this.given = given;
        this.further = further;
    }

    /** The evaluation of a call, given its arguments. */
    @FunctionalInterface
    interface Meaning {
        Value of(Arguments arguments);
    }

    /**
     * A function whose parameters are matched here.
     *
     * @param signature for help and messages: {@code sum(t, axis = all)}
     * @param parameters names in the order of positional arguments, those that may be left out with a question mark;
     *     at the end {@code ...} if arguments of any other name are taken too
     */
    static Builtin function(String signature, String help, String parameters, Meaning meaning) {
        String name = signature.substring(0, signature.indexOf('('));
        List<String> list = Arrays.asList(parameters.split(" "));
        return new Builtin(
                name, signature, help, (call, evaluator) -> meaning.of(of(call, evaluator, signature, list)));
    }

    private static Arguments of(Expression.Call call, Evaluator evaluator, String signature, List<String> parameters) {
        List<String> names = parameters.stream()
                .filter(parameter -> !parameter.equals("..."))
                .map(parameter -> parameter.replace("?", ""))
                .toList();
        boolean open = parameters.contains("...");
        Map<String, Expression> given = new LinkedHashMap<>();
        Map<String, Word> further = new LinkedHashMap<>();
        int position = 0;
        for (Expression.Argument argument : call.arguments()) {
            Expression value = argument.expression().orElseThrow(() -> calledAs(call, signature));
            if (argument.name().isEmpty() && position == names.size()) {
                throw calledAs(call, signature);
            }
            String name = argument.name().map(Word::text).orElse("");
            if (name.isEmpty()) {
                name = names.get(position++);
            } else if (!names.contains(name) && open) {
                further.put(name, argument.name().get());
            } else if (!names.contains(name)) {
                throw new StatementException(Suggestions.unknown(
                                Code.BAD_ARGUMENT,
                                argument.name().get().span(),
                                "`" + call.name().text() + "` has no parameter `" + name + "`",
                                name,
                                names)
                        .note(signature));
            }
            if (given.put(name, value) != null) {
                throw Evaluator.bad(argument.span(), "`" + name + "` is given twice");
            }
        }
        if (!parameters.stream()
                .allMatch(name -> name.endsWith("?") || name.equals("...") || given.containsKey(name))) {
            throw calledAs(call, signature);
        }
        return new Arguments(call, evaluator, given, further);
    }

    private static StatementException calledAs(Expression.Call call, String signature) {
        return new StatementException(Diagnostic.error(
                Code.BAD_ARGUMENT, call.span(), "`" + call.name().text() + "` is called as " + signature));
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    Expression expression(String name) {
        return given.get(name);
    }

    Span span(String name) {
        return given.get(name).span();
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Value value(String name) {
        return evaluator.value(given.get(name));
    }

    /** Names that are not parameters, in the order of the call. */
    Map<String, Word> further() {
        return further;
    }

    Tensor tensor(String name) {
        return Tensors.only(value(name), span(name));
    }

    /** A tensor that is computed with. */
    Tensor computed(String name) {
        return evaluator.computed(tensor(name));
    }

    /** The items of a list of tensors, at least one. */
    List<Tensor> tensors(String name) {
        List<Tensor> tensors = new ArrayList<>();
        if (given.get(name) instanceof Expression.ListOf list) {
            list.items().forEach(item -> tensors.add(Tensors.only(evaluator.value(item), item.span())));
        } else {
            evaluator.items(given.get(name)).forEach(item -> tensors.add(Tensors.only(item, span(name))));
        }
        if (tensors.isEmpty()) {
            throw Evaluator.bad(span(name), "the list has no tensors");
        }
        return tensors;
    }

    /** The items of a list of tensors that are joined: if some of them were computed wider, all are. */
    List<Tensor> alike(String name) {
        List<Tensor> tensors = tensors(name);
        boolean same =
                tensors.stream().map(tensor -> tensor.type().dtype()).distinct().count() == 1;
        return same ? tensors : tensors.stream().map(evaluator::computed).toList();
    }

    /** Arguments of which at least one is a tensor; the others may be numbers and initializers, which suit it. */
    List<Tensor> operands(String... names) {
        List<Expression> expressions = Arrays.stream(names).map(given::get).toList();
        return Operators.computed(
                expressions, expressions.stream().map(evaluator::value).toList(), evaluator);
    }

    long whole(String name, long byDefault) {
        return has(name) ? evaluator.whole(given.get(name)) : byDefault;
    }

    double real(String name, double byDefault) {
        return has(name) ? evaluator.real(given.get(name)) : byDefault;
    }

    boolean truth(String name, boolean byDefault) {
        return has(name) ? evaluator.truth(given.get(name)) : byDefault;
    }

    /**
     * An axis; negative ones count from the last.
     *
     * @param rank how many axes there are; one outside this range is left to the operation to refuse
     */
    int axis(String name, int byDefault, int rank) {
        return Indexing.axis(
                whole(name, byDefault), rank, has(name) ? expression(name).span() : call.span());
    }

    /** The axes of a number or list; empty where the argument is not given. */
    Optional<int[]> axes(String name, int rank) {
        if (!has(name)) {
            return Optional.empty();
        }
        Value value = value(name);
        List<Long> axes =
                value instanceof Value.Whole whole ? List.of(whole.value()) : evaluator.wholes(given.get(name));
        Span place = expression(name).span();
        return Optional.of(
                axes.stream().mapToInt(axis -> Indexing.axis(axis, rank, place)).toArray());
    }

    /** The result of an operation; its refusal is reported at the call. */
    Value made(Supplier<Tensor> operation) {
        return new Value.OfTensor(Evaluator.guarded(call.span(), operation));
    }
}
