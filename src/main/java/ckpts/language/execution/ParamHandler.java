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
        Setting setting = execution.settings().get(name);
        if (setting != null) {
            Value value = read(param, setting, typeOf(declared, byDefault), byDefault);
            return state.with(state.environment().withParameter(name, Bound.to(value)));
        }
        Bound given = execution.bindings().get(name);
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

    /** The declared type, or else that of the default. */
    private static Optional<ParameterType> typeOf(Optional<ParameterType> declared, Optional<Value> byDefault) {
        return declared.or(() -> byDefault.flatMap(ParameterType::of));
    }

    /** A text from outside the scripts, which one of them passes on, is read as it would be there. */
    private static Value given(
            Statement.Param param, Value value, Optional<ParameterType> declared, Optional<Value> byDefault) {
        Optional<ParameterType> type = typeOf(declared, byDefault);
        if (value instanceof Value.Text text && text.outside()) {
            return read(param, new Setting(new Setting.Text(text.value()), "outside the scripts"), type, byDefault);
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

    private static Value read(
            Statement.Param param, Setting setting, Optional<ParameterType> known, Optional<Value> byDefault) {
        if (known.isEmpty() && byDefault.isPresent()) {
            throw unclearType(param, setting, byDefault.get());
        }
        ParameterType type = known.orElse(ParameterType.Plain.STRING);
        return setting.content().as(type).orElseThrow(() -> {
            String message = is(param, type) + ", " + setting.content().named() + " is not";
            Diagnostic problem = Diagnostic.error(
                            Code.BAD_PARAMETER, param.name().span(), message)
                    .note("it was set " + setting.origin());
            boolean bare = type instanceof ParameterType.ListOf
                    && setting.isOfCommandLine()
                    && setting.content() instanceof Setting.Text text
                    && !text.text().strip().startsWith("[");
            return new StatementException(
                    bare
                            ? problem.help("a list must be in brackets: --set '"
                                    + param.name().text() + "=["
                                    + ((Setting.Text) setting.content()).text() + "]'")
                            : problem);
        });
    }

    private static StatementException unclearType(Statement.Param param, Setting setting, Value byDefault) {
        String name = param.name().text();
        Diagnostic problem = Diagnostic.error(
                        Code.BAD_PARAMETER,
                        param.name().span(),
                        "the default of parameter `" + name + "`, "
                                + param.defaultValue().get().span().text()
                                + ", does not show its type, so it cannot be set")
                .note("it was set " + setting.origin());
        return new StatementException(
                byDefault instanceof Value.Items
                        ? problem.help("declare the type of its items: param " + name + ": list[string] = "
                                + param.defaultValue().get().span().text())
                        : problem);
    }
}
