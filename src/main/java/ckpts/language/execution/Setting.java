package ckpts.language.execution;

import ckpts.language.semantics.ParameterType;
import ckpts.language.semantics.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the caller of a script sets a parameter to.
 *
 * @param content read by the type of the parameter
 * @param origin where it was set, for messages: {@code on the command line}, {@code in p.json}
 */
public record Setting(Content content, String origin) {
    private static final String COMMAND_LINE = "on the command line";

    /** Values of {@code --set}, by the names of their parameters. */
    public static Map<String, Setting> ofCommandLine(Map<String, String> texts) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        texts.forEach((name, text) -> settings.put(name, new Setting(new Text(text), COMMAND_LINE)));
        return settings;
    }

    boolean isOfCommandLine() {
        return origin.equals(COMMAND_LINE);
    }

    /** The value, as it was written. */
    public sealed interface Content {
        /** The value for a parameter of this type; empty if it is none. */
        Optional<Value> as(ParameterType type);

        /** As messages name it. */
        String named();
    }

    /** A text, which may stand for a value of any type. */
    public record Text(String text) implements Content {
        @Override
        public Optional<Value> as(ParameterType type) {
            return type.read(text);
        }

        @Override
        public String named() {
            return "\"" + text + "\"";
        }
    }

    /** A number as it is written. */
    public record Number(String text) implements Content {
        @Override
        public Optional<Value> as(ParameterType type) {
            boolean number = type == ParameterType.Plain.INT || type == ParameterType.Plain.FLOAT;
            return number ? type.read(text) : Optional.empty();
        }

        @Override
        public String named() {
            return text;
        }
    }

    /** True or false. */
    public record Truth(boolean value) implements Content {
        @Override
        public Optional<Value> as(ParameterType type) {
            return type == ParameterType.Plain.BOOL ? Optional.of(new Value.Truth(value)) : Optional.empty();
        }

        @Override
        public String named() {
            return Boolean.toString(value);
        }
    }

    /** A list. */
    public record Items(List<Content> items) implements Content {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Optional<Value> as(ParameterType type) {
            return type instanceof ParameterType.ListOf list
                    ? ParameterType.ListOf.all(
                            items.stream().map(item -> item.as(list.items())).toList())
                    : Optional.empty();
        }

        @Override
        public String named() {
            return "a list of " + items.size();
        }
    }
}
