package ckpts.ui.cli;

import ckpts.naming.NearNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one command, checked against its usage: {@code --name value}, {@code --name=value}, {@code -n value},
 * operands in between, and {@code --} after which everything is an operand.
 */
final class Arguments {
    private final Map<String, List<String>> options;
    private final List<String> operands;

    private Arguments(Map<String, List<String>> options, List<String> operands) {
        this.options = options;
        this.operands = List.copyOf(operands);
    }

    /**
     * @throws UsageException if an option is unknown, lacks its value or is given twice, or the number of operands is
     *     wrong; asking for help is never wrong
     */
    static Arguments parse(Usage usage, List<String> words) throws UsageException {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String spelling = equals < 0 ? word : word.substring(0, equals);
            Option option = usage.option(spelling).orElseThrow(() -> unknown(spelling, usage));
            String value = "";
            if (option.takesValue()) {
                boolean attached = equals >= 0;
                if (!attached && i + 1 == words.size()) {
                    throw new UsageException(spelling + " needs a value: " + option.synopsis());
                }
                value = attached ? word.substring(equals + 1) : words.get(++i);
            } else if (equals >= 0) {
                throw new UsageException(spelling + " does not take a value");
            }
            List<String> values = options.computeIfAbsent(option.name(), name -> new ArrayList<>());
            if (!values.isEmpty() && option.takesValue() && !option.repeatable()) {
                throw new UsageException(spelling + " is given twice");
            }
            values.add(value);
        }
        Arguments arguments = new Arguments(options, operands);
        if (!arguments.has(Usage.HELP)) {
            requireCount(usage, operands);
        }
        return arguments;
    }

    boolean has(Option option) {
        return options.containsKey(option.name());
    }

    Optional<String> value(Option option) {
        return Optional.ofNullable(options.get(option.name())).map(values -> values.get(values.size() - 1));
    }

    List<String> values(Option option) {
        return options.getOrDefault(option.name(), List.of());
    }

    List<String> operands() {
        return operands;
    }

    /**
     * The value of an option with a fixed set of them, by its usage {@code a|b|c}; the first if it is not given.
     *
     * @throws UsageException if it is not one of them
     */
    String choice(Option option) throws UsageException {
        List<String> choices = List.of(option.value().split("\\|", -1));
        String chosen = value(option).orElse(choices.get(0));
        if (!choices.contains(chosen)) {
            throw new UsageException(option.name() + " must be " + String.join(" or ", choices) + ", not " + chosen);
        }
        return chosen;
    }

    private static void requireCount(Usage usage, List<String> operands) throws UsageException {
        if (operands.size() < usage.least()) {
            throw new UsageException(operands.isEmpty() ? usage.operands() + " is missing" : "too few arguments");
        }
        if (operands.size() > usage.most()) {
            throw new UsageException("unexpected argument \"" + operands.get(usage.most()) + "\"");
        }
    }

    private static UsageException unknown(String spelling, Usage usage) {
        List<String> known = new ArrayList<>();
        usage.options().forEach(option -> known.addAll(option.names()));
        Usage.GLOBAL.forEach(option -> known.addAll(option.names()));
        String message = "unknown option " + spelling;
        return NearNames.nearestWord(spelling, known)
                .map(near -> new UsageException(message, "did you mean " + near + "?"))
                .orElse(new UsageException(message));
    }
}
