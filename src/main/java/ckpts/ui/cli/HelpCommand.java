package ckpts.ui.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts help}: the commands, or the usage of one. */
final class HelpCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage("help", "[COMMAND]", 0, 1, "List the commands, or explain one", List.of(), List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws UsageException {
        if (arguments.operands().isEmpty()) {
            overview().forEach(line -> screen.text(line + "\n"));
            return ExitStatus.DONE;
        }
        String name = arguments.operands().get(0);
        Optional<Command> command = Commands.named(name);
        if (command.isEmpty()) {
            throw new UsageException(
                    "there is no command \"" + name + "\"", "commands: " + String.join(", ", Commands.NAMES));
        }
        command.get().usage().help().forEach(line -> screen.text(line + "\n"));
        return ExitStatus.DONE;
    }

    /** Prints the help of one command as its result. */
    static void print(Command command, Screen screen) {
        command.usage().help().forEach(line -> screen.text(line + "\n"));
    }

    /** All commands, one line each, and the exit statuses. */
    static List<String> overview() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "ckpts makes old checkpoints fit new models: it renames, drops, copies, initializes and casts tensors.");
        lines.add("");
        lines.add("usage: ckpts SCRIPT.ckpts [OPTION...]    run a script");
        lines.add("       ckpts COMMAND [ARGUMENT...]");
        lines.add("       ckpts                             type statements at a prompt");
        lines.add("       ... | ckpts                       run a script from a pipe");
        lines.add("");
        for (String name : Commands.NAMES) {
            Commands.named(name)
                    .map(Command::usage)
                    .ifPresent(usage -> lines.add("  " + name + " ".repeat(10 - name.length()) + usage.summary()));
        }
        lines.add("");
        lines.add("ckpts COMMAND --help explains one. Exit status: 0 done, 1 the answer is no, 2 wrong command line,");
        lines.add("3 the script does not parse, 4 it failed, 5 a file is missing or damaged, 6 refused, 70 a bug,");
        lines.add("130 interrupted.");
        return lines;
    }
}
