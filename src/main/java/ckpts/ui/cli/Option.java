package ckpts.ui.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param names all spellings: {@code -o}, {@code --output}; the last identifies it
 * @param value the placeholder for its value in help texts; blank if it takes none
 * @param repeatable whether it may be given more than once
 * @param help one line
 */
record Option(List<String> names, String value, boolean repeatable, String help) {
    static Option flag(String help, String... names) {
        return new Option(List.of(names), "", false, help);
    }

    static Option valued(String value, String help, String... names) {
        return new Option(List.of(names), value, false, help);
    }

    static Option repeated(String value, String help, String... names) {
        return new Option(List.of(names), value, true, help);
    }

    String name() {
        return names.get(names.size() - 1);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /** {@code -o, --output FILE}. */
    String synopsis() {
        return String.join(", ", names) + (takesValue() ? " " + value : "");
    }
}
