package ckpts.ui.cli;

import java.io.Console;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The standard streams that are a terminal. Java can find out only whether input and output both are, so the launcher tells.
 *
 * @param in whether input is typed
 * @param out whether results are shown on it
 * @param err whether messages are shown on it
 * @param columns its width, if known
 */
public record Terminal(boolean in, boolean out, boolean err, OptionalInt columns) {
    /** All streams are files or pipes. */
    public static final Terminal NONE = new Terminal(false, false, false, OptionalInt.empty());

    static final int STANDARD_COLUMNS = 80;

    private static final String STREAMS = "ckpts.terminal";
    private static final String COLUMNS = "ckpts.columns";

    /** Of this process: what the launcher tells, or else Java. */
    public static Terminal ofProcess(Map<String, String> environment) {
        return isLaunched()
                ? of(System.getProperty(STREAMS), System.getProperty(COLUMNS, ""), environment)
                : unlaunched(isConsole(), environment);
    }

    /** A console tells of input and output only; messages may go to a file. */
    static Terminal unlaunched(boolean console, Map<String, String> environment) {
        return of(console ? "in,out" : "", "", environment);
    }

    /** Whether the launcher started this process, which also chooses the options of Java. */
    static boolean isLaunched() {
        return System.getProperty(STREAMS) != null;
    }

    private static boolean isConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there is a console in every process, and this method to ask it.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * @param streams those that are a terminal: {@code in,out,err}
     * @param columns from the launcher, blank if unknown
     * @param environment where COLUMNS, if set, decides
     */
    public static Terminal of(String streams, String columns, Map<String, String> environment) {
        OptionalInt width = number(environment.getOrDefault("COLUMNS", ""));
        return new Terminal(
                streams.contains("in"),
                streams.contains("out"),
                streams.contains("err"),
                width.isPresent() ? width : number(columns));
    }

    private static OptionalInt number(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Character::isDigit)) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number >= 20 ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
