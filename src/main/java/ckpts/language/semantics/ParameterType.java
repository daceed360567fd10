package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.DoubleRange;
import ckpts.language.syntax.ParamType;
import ckpts.language.syntax.Word;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The type of a parameter: its values, and how they are read from the command line. */
public sealed interface ParameterType {
    /** Noun for one such value: {@code a whole number}. */
    String one();

    /** Noun for several of them: {@code whole numbers}. */
    String several();

    /** A value as one of this type; empty if it is not one. */
    Optional<Value> taken(Value value);

    /** The value of an argument of the command line; empty if it is not a value of this type. */
    Optional<Value> read(String text);

    /** A type without parts. */
    enum Plain implements ParameterType {
        INT("a whole number", "whole numbers"),
        FLOAT("a number", "numbers"),
        BOOL("true or false", "true or false"),
        STRING("a string", "strings"),
        DTYPE("an element type", "element types");

        private static final Pattern NUMBER =
                Pattern.compile("(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?");

        private final String one;
        private final String several;

        Plain(String one, String several) {
            this.one = one;
            this.several = several;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String one() {
            return one;
        }

        @Override
        public String several() {
            return several;
        }

        @Override
        public Optional<Value> taken(Value value) {
            if (this == FLOAT && value instanceof Value.Whole whole) {
                return Optional.of(new Value.Real(whole.value()));
            }
            return ParameterType.of(value).filter(this::equals).map(same -> value);
        }

        @Override
        public Optional<Value> read(String text) {
            try {
                return switch (this) {
                    case INT -> Optional.of(new Value.Whole(Long.parseLong(text.replace("_", ""))));
                    case FLOAT -> real(text);
                    case BOOL ->
                        text.equals("true") || text.equals("false")
                                ? Optional.of(new Value.Truth(text.equals("true")))
                                : Optional.empty();
                    case STRING -> Optional.of(new Value.Text(text, true));
                    case DTYPE -> DType.named(text).map(Value.ElementType::new);
                };
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        /** As scripts write numbers, or programs do ({@code +1}, {@code .5}); empty if a double cannot hold it. */
        private static Optional<Value> real(String text) {
            String plain = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
            double sign = text.startsWith("-") ? -1 : 1;
            if (plain.equals("inf") || plain.equals("nan")) {
                return Optional.of(
                        new Value.Real(sign * (plain.equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN)));
            }
            if (!NUMBER.matcher(plain).matches()) {
                return Optional.empty();
            }
            double value = Double.parseDouble(plain.replace("_", ""));
            return DoubleRange.of(plain, value) == DoubleRange.WITHIN
                    ? Optional.of(new Value.Real(sign * value))
                    : Optional.empty();
        }
    }

    /** {@code list[T]}. */
    record ListOf(ParameterType items) implements ParameterType {
        @Override
        public String one() {
            return "a list of " + items.several();
        }

        @Override
        public String several() {
            return "lists of " + items.several();
        }

        @Override
        public Optional<Value> taken(Value value) {
            return value instanceof Value.Items list
                    ? all(list.values().stream().map(items::taken).toList())
                    : Optional.empty();
        }

        @Override
        public Optional<Value> read(String text) {
            String list = text.strip();
            if (!list.startsWith("[") || !list.endsWith("]") || list.length() < 2) {
                return Optional.empty();
            }
            return all(ListText.items(list.substring(1, list.length() - 1)).stream()
                    .map(item -> items.read(items instanceof ListOf ? item : ListText.unquoted(item)))
                    .toList());
        }

        /** The list of these, if all of them are there. */
        public static Optional<Value> all(List<Optional<Value>> values) {
            return values.stream().allMatch(Optional::isPresent)
                    ? Optional.of(
                            new Value.Items(values.stream().map(Optional::get).toList()))
                    : Optional.empty();
        }
    }

    /** {@code "bf16" | "fp16"}. */
    record OneOf(List<String> choices) implements ParameterType {
        public OneOf {
            choices = List.copyOf(choices);
        }

        @Override
        public String one() {
            List<String> quoted =
                    choices.stream().map(choice -> "\"" + choice + "\"").toList();
            int last = quoted.size() - 1;
            return last == 0 ? quoted.get(0) : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
        }

        @Override
        public String several() {
            return one();
        }

        @Override
        public Optional<Value> taken(Value value) {
            return value instanceof Value.Text text && choices.contains(text.value())
                    ? Optional.of(value)
                    : Optional.empty();
        }

        @Override
        public Optional<Value> read(String text) {
            return choices.contains(text) ? Optional.of(new Value.Text(text, true)) : Optional.empty();
        }
    }

    /** The type that a script writes; the strings of a choice are evaluated here. */
    static ParameterType of(ParamType written, Evaluator evaluator) {
        return written.accept(new ParamType.Visitor<>() {
            @Override
            public ParameterType visitNamed(ParamType.Named named) {
                return plain(named.name());
            }

            @Override
            public ParameterType visitListOf(ParamType.ListOf list) {
                if (!list.list().text().equals("list")) {
                    throw unknown(list.list(), List.of("list"));
                }
                return new ListOf(of(list.items(), evaluator));
            }

            @Override
            public ParameterType visitOneOf(ParamType.OneOf one) {
                return new OneOf(one.choices().stream().map(evaluator::plain).toList());
            }
        });
    }

    private static ParameterType plain(Word word) {
        List<String> plain = Arrays.stream(Plain.values()).map(Plain::word).toList();
        int type = plain.indexOf(word.text());
        if (type >= 0) {
            return Plain.values()[type];
        }
        if (word.text().equals("list")) {
            throw new StatementException(Diagnostic.error(Code.BAD_PARAMETER, word.span(), "the list has no item type")
                    .help("write the type of its items: list[int]"));
        }
        throw unknown(
                word, words().stream().map(known -> known.replace("[", "[T]")).toList());
    }

    /** The words that a type begins with. */
    static List<String> words() {
        List<String> words =
                new ArrayList<>(Arrays.stream(Plain.values()).map(Plain::word).toList());
        words.add("list[");
        return words;
    }

    private static StatementException unknown(Word word, List<String> known) {
        return new StatementException(Suggestions.unknown(
                Code.BAD_PARAMETER, word.span(), "`" + word.text() + "` is not a type", word.text(), known));
    }

    /** The type that a value has; empty if no parameter can be declared so, as for tensors and mixed lists. */
    static Optional<ParameterType> of(Value value) {
        if (value instanceof Value.Items list) {
            List<Optional<ParameterType>> types =
                    list.values().stream().map(ParameterType::of).distinct().toList();
            boolean numbers = types.size() == 2
                    && types.contains(Optional.of((ParameterType) Plain.INT))
                    && types.contains(Optional.of((ParameterType) Plain.FLOAT));
            return numbers
                    ? Optional.of(new ListOf(Plain.FLOAT))
                    : types.size() == 1 ? types.get(0).map(ListOf::new) : Optional.empty();
        }
        if (value instanceof Value.Whole) {
            return Optional.of(Plain.INT);
        }
        if (value instanceof Value.Real) {
            return Optional.of(Plain.FLOAT);
        }
        if (value instanceof Value.Truth) {
            return Optional.of(Plain.BOOL);
        }
        if (value instanceof Value.ElementType) {
            return Optional.of(Plain.DTYPE);
        }
        return value instanceof Value.Text ? Optional.of(Plain.STRING) : Optional.empty();
    }
}
