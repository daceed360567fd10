package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call that takes each of them once and by name. */
final class NamedArguments {
    private final Expression.Call call;
    private final Evaluator evaluator;
    private final Map<String, Expression> arguments = new LinkedHashMap<>();

    /**
     * @param arguments those of the call, without the positional ones
     * @throws StatementException if there is another, or one twice
     */
    NamedArguments(Expression.Call call, List<Expression.Argument> arguments, List<String> names, Evaluator evaluator) {
        this.call = call;
        this.evaluator = evaluator;
        for (Expression.Argument argument : arguments) {
            String name = argument.name().map(Word::text).orElse("");
            if (!names.contains(name)
                    || argument.expression().isEmpty()
                    || this.arguments.put(name, argument.expression().get()) != null) {
                throw new StatementException(Diagnostic.error(
                        Code.BAD_ARGUMENT,
                        argument.span(),
                        "`" + call.name().text() + "` takes these arguments, each once and by name: "
                                + String.join(", ", names)));
            }
        }
    }

    boolean has(String name) {
        return arguments.containsKey(name);
    }

    Optional<Expression> of(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    boolean isTrue(String name) {
        return has(name) && evaluator.truth(arguments.get(name));
    }

    StatementException wrong(String message) {
        return new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, call.span(), message));
    }
}
