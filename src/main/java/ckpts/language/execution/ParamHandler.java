package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.ParameterType;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Word;
import java.util.Optional;

/** {@code param name[: type] [= default]}: a value that the command line, or an including script, may set. */
final class ParamHandler implements Handler<Statement.Param> {
    @Override
    public State execute(Statement.Param param, Step step, State state, Execution execution) {
        String name = param.name().text();
        requireNew(param.name(), state);
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Optional<ParameterType> declared = param.type().map(type -> ParameterType.of(type, evaluator));
        Optional<Value> byDefault = param.defaultValue().map(evaluator::value);
        if (byDefault.isPresent() && declared.isPresent()) {
            byDefault = Optional.of(taken(
                    param,
                    byDefault.get(),
                    declared.get(),
                    param.defaultValue().get().span(),
                    "its default " + param.defaultValue().get().span().text()));
        }
        Bound given = execution.settings().get(name);
        if (given == null) {
            Value value = byDefault.orElseThrow(() -> new StatementException(
                    Diagnostic.error(Code.BAD_PARAMETER, param.name().span(), "parameter `" + name + "` has no value")
                            .help("set it: --set " + name + "=...")));
            return state.with(state.environment().withParameter(name, new Bound(value, evaluator.read())));
        }
        Value value = given(param, given.value(), declared, byDefault);
        return state.with(state.environment().withParameter(name, new Bound(value, given.read())));
    }

    /** Requires that no parameter, variable or capture has this name already. */
    static void requireNew(Word name, State state) {
        if (state.environment().variable(name.text()).isPresent()
                || state.environment().captures().containsKey(name.text())) {
            throw new StatementException(
                    Diagnostic.error(Code.DUPLICATE_NAME, name.span(), "`" + name.text() + "` is already defined")
                            .help("choose another name"));
        }
    }

    private static Value given(
            Statement.Param param, Value value, Optional<ParameterType> declared, Optional<Value> byDefault) {
        Optional<ParameterType> type = declared.or(() -> byDefault.flatMap(ParameterType::of));
        if (value instanceof Value.Text text && text.outside()) {
            if (type.isEmpty() && byDefault.isPresent()) {
                throw unclearType(param, byDefault.get());
            }
            return read(param, text.value(), type.orElse(ParameterType.Plain.STRING));
        }
        return type.isPresent() ? taken(param, value, type.get(), param.name().span(), value.kind()) : value;
    }

    /** @param which names the value as the script does: the value may come from a file that messages must not quote */
    private static Value taken(Statement.Param param, Value value, ParameterType type, Span place, String which) {
        return type.taken(value)
                .orElseThrow(() -> new StatementException(
                        Diagnostic.error(Code.BAD_PARAMETER, place, is(param, type) + ", " + which + " is not")));
    }

    private static String is(Statement.Param param, ParameterType type) {
        return "parameter `" + param.name().text() + "` is " + type.one();
    }

    private static Value read(Statement.Param param, String text, ParameterType type) {
        return type.read(text).orElseThrow(() -> {
            Diagnostic problem = Diagnostic.error(
                            Code.BAD_PARAMETER, param.name().span(), is(param, type) + ", \"" + text + "\" is not")
                    .note("it was set on the command line");
            boolean bare = type instanceof ParameterType.ListOf && !text.strip().startsWith("[");
            return new StatementException(
                    bare
                            ? problem.help("a list must be in brackets: --set '"
                                    + param.name().text() + "=[" + text + "]'")
                            : problem);
        });
    }

    private static StatementException unclearType(Statement.Param param, Value byDefault) {
        String name = param.name().text();
        Diagnostic problem = Diagnostic.error(
                        Code.BAD_PARAMETER,
                        param.name().span(),
                        "the default of parameter `" + name + "`, "
                                + param.defaultValue().get().span().text()
                                + ", does not show its type, so it cannot be set")
                .note("it was set on the command line");
        return new StatementException(
                byDefault instanceof Value.Items
                        ? problem.help("declare the type of its items: param " + name + ": list[string] = "
                                + param.defaultValue().get().span().text())
                        : problem);
    }
}
