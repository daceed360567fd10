package ckpts.language.execution;

import ckpts.format.CheckpointFormat;
import ckpts.format.FormatOption;
import ckpts.format.FormatOptions;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.naming.NearNames;
import java.util.List;
import java.util.Optional;

/** The value that a save gives to an option of its format. */
record GivenOptions(Statement.Binding binding, Evaluator evaluator) implements FormatOption.Reader {
    /** All options that a save gives, each of them one that its format has. */
    static FormatOptions of(Statement.Save save, CheckpointFormat format, Evaluator evaluator) {
        FormatOptions given = FormatOptions.NONE;
        for (Statement.Binding binding :
                save.format().map(Statement.SaveFormat::options).orElse(List.of())) {
            FormatOption<?> option = named(binding, format);
            if (given.has(option)) {
                throw new StatementException(
                        Diagnostic.error(Code.BAD_ARGUMENT, binding.span(), "`" + option.name() + "` is given twice")
                                .help("leave out one of them"));
            }
            given = given.with(option, new GivenOptions(binding, evaluator));
        }
        return given;
    }

    private static FormatOption<?> named(Statement.Binding binding, CheckpointFormat format) {
        String name = binding.name().text();
        Optional<FormatOption<?>> known = format.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        if (format.options().isEmpty()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            binding.name().span(),
                            "the format `" + format.name() + "` has no options")
                    .help("write `format " + format.name() + "`"));
        }
        throw new StatementException(unknown(binding, format));
    }

    private static Diagnostic unknown(Statement.Binding binding, CheckpointFormat format) {
        String name = binding.name().text();
        Diagnostic unknown = Diagnostic.error(
                Code.BAD_ARGUMENT,
                binding.name().span(),
                "the format `" + format.name() + "` has no option `" + name + "`");
        List<String> names = format.options().stream().map(FormatOption::name).toList();
        Optional<String> near = NearNames.nearestWord(name, names);
        if (near.isPresent()) {
            unknown = unknown.help("did you mean `" + near.get() + "`?");
        }
        for (FormatOption<?> option : format.options()) {
            unknown = unknown.note(option.described());
        }
        return unknown;
    }

    @Override
    public long whole(FormatOption.Whole option) {
        long value = evaluator.whole(binding.value());
        if (!option.takes(value)) {
            throw wrong(option, Long.toString(value), option.written(option.nearest(value)));
        }
        return value;
    }

    @Override
    public <E extends Enum<E>> E word(FormatOption.OneOf<E> option) {
        Expression given = binding.value();
        if (given instanceof Expression.Bare bare) {
            return named(option, bare.name());
        }
        Value value = evaluator.value(given);
        if (value instanceof Value.Text text) {
            return named(option, text.value());
        }
        throw wrong(option, value.kind(), option.written(option.usual()));
    }

    private <E extends Enum<E>> E named(FormatOption.OneOf<E> option, String word) {
        return option.named(word)
                .orElseThrow(() -> wrong(
                        option,
                        "`" + word + "`",
                        NearNames.nearestWord(word, option.words()).orElseGet(() -> option.written(option.usual()))));
    }

    /** @param instead a value to write in place of the given one */
    private StatementException wrong(FormatOption<?> option, String given, String instead) {
        return new StatementException(Diagnostic.error(
                        Code.BAD_VALUE,
                        binding.value().span(),
                        "`" + option.name() + "` is " + option.values() + ", not " + given)
                .help("write `" + option.name() + " = " + instead + "`"));
    }
}
