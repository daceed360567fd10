package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Word;
import ckpts.tensor.DType;
import java.util.List;
import java.util.Optional;

/** {@code param name[: type] [= default]}: a value that the command line, or an including script, may set. */
final class ParamHandler implements Handler<Statement.Param> {
    private static final List<String> TYPES = List.of("int", "float", "bool", "string", "dtype");

    @Override
    public State execute(Statement.Param param, Step step, State state, Execution execution) {
        String name = param.name().text();
        requireNew(param.name(), state);
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Optional<Value> byDefault = param.defaultValue().map(evaluator::value);
        Optional<String> type = param.type().map(ParamHandler::type);
        if (byDefault.isPresent() && type.isPresent()) {
            requireType(byDefault.get(), type.get(), param.defaultValue().get().span());
        }
        Bound given = execution.settings().get(name);
        if (given == null) {
            Value value = byDefault.orElseThrow(() -> new StatementException(
                    Diagnostic.error(Code.BAD_PARAMETER, param.name().span(), "parameter `" + name + "` has no value")
                            .help("set it: --set " + name + "=...")));
            return state.with(state.environment().withParameter(name, new Bound(value, evaluator.read())));
        }
        Value value = given.value() instanceof Value.Text text && text.outside()
                ? parsed(text, type.or(() -> byDefault.flatMap(ParamHandler::typeOf)), param)
                : given.value();
        type.ifPresent(wanted -> requireType(value, wanted, param.name().span()));
        return state.with(state.environment().withParameter(name, new Bound(value, given.read())));
    }

    /** Parameters, variables, checkpoints: no word means two things. */
    static void requireNew(Word name, State state) {
        if (state.environment().variable(name.text()).isPresent()
                || state.environment().captures().containsKey(name.text())) {
            throw new StatementException(
                    Diagnostic.error(Code.DUPLICATE_NAME, name.span(), "`" + name.text() + "` has a meaning already")
                            .help("choose another name"));
        }
    }

    private static String type(Word word) {
        if (!TYPES.contains(word.text())) {
            throw new StatementException(Suggestions.unknown(
                    Code.BAD_PARAMETER, word.span(), "`" + word.text() + "` is no type", word.text(), TYPES));
        }
        return word.text();
    }

    private static Optional<String> typeOf(Value value) {
        if (value instanceof Value.Whole) {
            return Optional.of("int");
        }
        if (value instanceof Value.Real) {
            return Optional.of("float");
        }
        if (value instanceof Value.Truth) {
            return Optional.of("bool");
        }
        return value instanceof Value.ElementType ? Optional.of("dtype") : Optional.of("string");
    }

    private static void requireType(Value value, String type, Span place) {
        boolean fits = typeOf(value).equals(Optional.of(type)) || type.equals("float") && value instanceof Value.Whole;
        if (!fits) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_PARAMETER, place, "expected " + named(type) + ", found " + value.kind()));
        }
    }

    private static Value parsed(Value.Text given, Optional<String> type, Statement.Param param) {
        String text = given.value();
        try {
            return switch (type.orElse("string")) {
                case "int" -> new Value.Whole(Long.parseLong(text.replace("_", "")));
                case "float" -> new Value.Real(Double.parseDouble(text));
                case "bool" ->
                    switch (text) {
                        case "true" -> new Value.Truth(true);
                        case "false" -> new Value.Truth(false);
                        default -> throw new NumberFormatException(text);
                    };
                case "dtype" ->
                    new Value.ElementType(DType.named(text).orElseThrow(() -> new NumberFormatException(text)));
                default -> given;
            };
        } catch (NumberFormatException e) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_PARAMETER,
                            param.name().span(),
                            "parameter `" + param.name().text() + "` is " + named(type.orElse("string")) + ", \"" + text
                                    + "\" is not")
                    .note("it was set on the command line"));
        }
    }

    private static String named(String type) {
        return switch (type) {
            case "int" -> "a whole number";
            case "float" -> "a number";
            case "bool" -> "true or false";
            case "dtype" -> "an element type";
            default -> "a string";
        };
    }
}
