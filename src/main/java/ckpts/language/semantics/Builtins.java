package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Selector;
import ckpts.state.Loaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The functions of the language: a table of name, signature, help and meaning. */
public final class Builtins {
    /**
     * A function.
     *
     * @param name as called
     * @param signature for help: {@code len(x)}
     * @param help one sentence
     * @param meaning the call evaluated
     */
    public record Builtin(String name, String signature, String help, Meaning meaning) {}

    /** The evaluation of a call. */
    @FunctionalInterface
    public interface Meaning {
        Value of(Expression.Call call, Evaluator evaluator);
    }

    private static final List<Builtin> GENERAL = List.of(
            new Builtin("count", "count(S)", "The number of tensors that a selector selects.", Builtins::count),
            new Builtin("exists", "exists(S)", "Whether a selector selects any tensor.", Builtins::exists),
            new Builtin("tensor", "tensor(\"name\")", "One tensor of the subject.", Builtins::tensor),
            new Builtin("len", "len(x)", "The length of a list or string.", Builtins::len),
            new Builtin(
                    "replace", "replace(string, old, new)", "The string with each `old` replaced.", Builtins::replace),
            new Builtin("json", "json(\"file.json\")", "The contents of a JSON file.", Builtins::json));

    private static final List<Builtin> FUNCTIONS = Stream.of(
                    GENERAL,
                    ElementCalls.FUNCTIONS,
                    TensorCalls.FUNCTIONS,
                    ReductionCalls.FUNCTIONS,
                    MergingCalls.FUNCTIONS)
            .flatMap(List::stream)
            .toList();

    private Builtins() {}

    /** All functions but the initializers. */
    public static List<Builtin> functions() {
        return FUNCTIONS;
    }

    /** Every word that can be called. */
    static List<String> names() {
        List<String> names =
                new ArrayList<>(FUNCTIONS.stream().map(Builtin::name).toList());
        names.addAll(InitializerCalls.names());
        return names;
    }

    static Value call(Expression.Call call, Evaluator evaluator) {
        String name = call.name().text();
        for (Builtin function : FUNCTIONS) {
            if (function.name().equals(name)) {
                return function.meaning().of(call, evaluator);
            }
        }
        return InitializerCalls.recipe(call, evaluator)
                .orElseThrow(() -> new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME, call.name().span(), "there is no function `" + name + "`", name, names())));
    }

    /** An initializer without arguments may be written without parentheses. */
    static Optional<Value> bare(Expression.Bare node, Evaluator evaluator) {
        return InitializerCalls.recipe(
                new Expression.Call(node.span(), new ckpts.language.syntax.Word(node.span(), node.name()), List.of()),
                evaluator);
    }

    private static Value count(Expression.Call call, Evaluator evaluator) {
        return new Value.Whole(
                new Selection(evaluator.context()).any(selector(call)).size());
    }

    private static Value exists(Expression.Call call, Evaluator evaluator) {
        return new Value.Truth(
                !new Selection(evaluator.context()).present(selector(call)).isEmpty());
    }

    /** The argument that is a selector, or patterns in quotes, which are arguments one by one. */
    private static Selector selector(Expression.Call call) {
        if (call.arguments().size() == 1 && call.arguments().get(0).selector().isPresent()) {
            return call.arguments().get(0).selector().get();
        }
        List<Selector.Item> patterns = new ArrayList<>();
        for (Expression.Argument argument : call.arguments()) {
            if (!(argument.positional().orElse(null) instanceof Expression.Quoted quoted)) {
                throw wrongArguments(call, "one selector, such as \"encoder/**\"");
            }
            patterns.add(new Selector.Glob(quoted.span(), quoted.text()));
        }
        if (patterns.isEmpty()) {
            throw wrongArguments(call, "one selector, such as \"encoder/**\"");
        }
        return Selector.of(call.span(), patterns);
    }

    private static Value tensor(Expression.Call call, Evaluator evaluator) {
        Expression argument = arguments(call, 1, "one name in quotes").get(0);
        if (!(argument instanceof Expression.Quoted quoted)) {
            throw wrongArguments(call, "one name in quotes");
        }
        Loaded subject = evaluator.context().subject(call.span());
        return new Value.OfTensor(evaluator
                .entry(subject, evaluator.name(quoted.text()), quoted.span())
                .tensor());
    }

    private static Value len(Expression.Call call, Evaluator evaluator) {
        Expression argument = arguments(call, 1, "a list or a string").get(0);
        Value value = evaluator.value(argument);
        if (value instanceof Value.Items items) {
            return new Value.Whole(items.values().size());
        }
        if (value instanceof Value.Text text) {
            return new Value.Whole(text.value().codePointCount(0, text.value().length()));
        }
        throw Evaluator.wrongKind(argument.span(), "a list or a string", value);
    }

    private static Value replace(Expression.Call call, Evaluator evaluator) {
        List<Expression> three = arguments(call, 3, "a string, the part to replace, and its replacement");
        String old = evaluator.string(three.get(1));
        if (old.isEmpty()) {
            throw Evaluator.bad(three.get(1).span(), "the string to replace is empty");
        }
        String text = evaluator.string(three.get(0));
        String by = evaluator.string(three.get(2));
        // Checked before it is made: each word of a text can become a text.
        evaluator.context().work().text(replacedLength(text, old, by), call.span());
        return new Value.Text(text.replace(old, by));
    }

    private static long replacedLength(String text, String old, String by) {
        long length = text.length();
        for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
            length += by.length() - old.length();
        }
        return length;
    }

    private static Value json(Expression.Call call, Evaluator evaluator) {
        Expression path = arguments(call, 1, "the path of a JSON file").get(0);
        return JsonValues.of(FilesRead.json(path, evaluator), path.span());
    }

    private static List<Expression> arguments(Expression.Call call, int number, String wanted) {
        List<Expression> expressions = new ArrayList<>();
        for (Expression.Argument argument : call.arguments()) {
            expressions.add(argument.positional().orElseThrow(() -> wrongArguments(call, wanted)));
        }
        if (expressions.size() != number) {
            throw wrongArguments(call, wanted);
        }
        return expressions;
    }

    private static StatementException wrongArguments(Expression.Call call, String wanted) {
        return new StatementException(Diagnostic.error(
                Code.BAD_ARGUMENT, call.span(), "`" + call.name().text() + "` takes " + wanted));
    }
}
