package ckpts.ui.cli;

import ckpts.ui.render.Wrapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ckpts help}: the commands, the usage of one, or the language in short. */
final class HelpCommand implements Command {
    private static final Option AGENT =
            Option.flag("the language and the commands on two pages, with examples", "--agent");
    private static final int WIDTH = 100;
    private static final String SKILL = "/ckpts/SKILL.md";
    private static final String FRONT_MATTER = "---\n";

    @Override
    public Usage usage() {
        return new Usage("help", "[COMMAND]", 0, 1, "List the commands, or explain one", List.of(AGENT), List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, IOException {
        if (arguments.has(AGENT)) {
            if (!arguments.operands().isEmpty()) {
                throw new UsageException("--agent is about all commands, not about one: leave out "
                        + arguments.operands().get(0));
            }
            screen.text(agent());
            return ExitStatus.DONE;
        }
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
        print(command.get(), screen);
        return ExitStatus.DONE;
    }

    /** The skill for coding agents without its front matter, which is for the programs that list skills. */
    private static String agent() throws IOException {
        try (InputStream resource = HelpCommand.class.getResourceAsStream(SKILL)) {
            if (resource == null) {
                throw new IllegalStateException("this program was built without " + SKILL);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf(FRONT_MATTER, FRONT_MATTER.length()) + FRONT_MATTER.length();
            return text.substring(end).stripLeading();
        }
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
        lines.add("       ckpts -c 'STATEMENT; ...'         run statements");
        lines.add("       ckpts COMMAND [ARGUMENT...]");
        lines.add("       ckpts                             type statements at a prompt");
        lines.add("       ... | ckpts                       run a script from a pipe");
        lines.add("");
        for (Usage usage : Commands.usages()) {
            lines.add("  " + usage.name() + " ".repeat(12 - usage.name().length()) + usage.summary());
        }
        lines.add("");
        lines.addAll(Wrapping.lines(
                "ckpts COMMAND --help explains one, ckpts help --agent the language in short. Exit status: "
                        + Arrays.stream(ExitStatus.values())
                                .map(status -> status.code() + " " + status.meaning())
                                .collect(Collectors.joining(", "))
                        + ".",
                WIDTH));
        return lines;
    }
}
