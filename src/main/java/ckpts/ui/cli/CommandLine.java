package ckpts.ui.cli;

import ckpts.bytes.OutsideRootsException;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.naming.NearNames;
import ckpts.ui.render.DiagnosticJson;
import ckpts.ui.render.Visible;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program as its caller sees it: arguments and streams in, an exit status out. Never throws. */
public final class CommandLine {
    static final String SCRIPT_ENDING = ".ckpts";

    private final ResultStream results;
    private final Surroundings surroundings;

    public CommandLine(Surroundings surroundings) {
        this.results = new ResultStream(surroundings.out());
        this.surroundings = surroundings.writingTo(results);
    }

    /**
     * Runs one command.
     *
     * @param words the arguments
     * @return the exit status
     */
    public int run(List<String> words) {
        try {
            ExitStatus status = dispatch(words);
            return results.failure().isEmpty()
                    ? status.code()
                    : afterFailure(status).code();
        } catch (RuntimeException | Error e) {
            complain(Bug.describe(e, surroundings.version()));
            return ExitStatus.BUG.code();
        }
    }

    private ExitStatus dispatch(List<String> words) {
        if (words.isEmpty() || words.equals(List.of("-"))) {
            return fromInput(words);
        }
        List<String> rest = new ArrayList<>(words);
        String first = rest.get(0);
        switch (first) {
            case "-h", "--help" -> rest.set(0, "help");
            case "-V", "--version" -> rest.set(0, "version");
            case "-c" -> rest.add(0, "run");
            default -> {
                if (first.endsWith(SCRIPT_ENDING)) {
                    rest.add(0, "run");
                }
            }
        }
        String name = rest.get(0);
        return Commands.named(name)
                .map(command -> run(command, rest.subList(1, rest.size())))
                .orElseGet(() -> unknown(name));
    }

    /** Without arguments: runs a script from a pipe; on a terminal, starts the prompt. */
    private ExitStatus fromInput(List<String> words) {
        if (!words.isEmpty() || !surroundings.terminal().in()) {
            return run(new RunCommand(), List.of("-"));
        }
        if (surroundings.terminal().out()) {
            return run(new ReplCommand(), List.of());
        }
        HelpCommand.overview().forEach(this::complain);
        return ExitStatus.USAGE;
    }

    private ExitStatus run(Command command, List<String> words) {
        try {
            Arguments arguments = Arguments.parse(command.usage(), words);
            if (arguments.has(Usage.HELP)) {
                HelpCommand.print(command, screen(Arguments.parse(new HelpCommand().usage(), List.of())));
                return ExitStatus.DONE;
            }
            return run(command, arguments);
        } catch (UsageException e) {
            complain("ckpts " + command.usage().name() + ": " + e.getMessage());
            e.help().ifPresent(help -> complain("help: " + help));
            complain("usage: " + command.usage().synopsis());
            return ExitStatus.USAGE;
        }
    }

    private ExitStatus run(Command command, Arguments arguments) throws UsageException {
        Screen screen = screen(arguments);
        List<Diagnostic> diagnostics;
        Surroundings confined = surroundings;
        try {
            confined = Confinement.of(surroundings, arguments, command.paths(arguments, surroundings));
            return command.run(arguments, confined, screen);
        } catch (CommandException e) {
            diagnostics = e.diagnostics();
        } catch (IOException e) {
            diagnostics = List.of(FileTrouble.of(e, confined.disk().get()));
        } catch (InvalidPathException e) {
            diagnostics = List.of(FileTrouble.of(e));
        } catch (OutsideRootsException e) {
            diagnostics = List.of(FileTrouble.of(e));
        } catch (RuntimeException | Error e) {
            Optional<Diagnostic> exhausted = Exhaustion.of(e);
            if (exhausted.isEmpty()) {
                throw e;
            }
            diagnostics = List.of(exhausted.get());
        }
        screen.diagnose(diagnostics);
        if (screen.isJson()) {
            screen.text(DiagnosticJson.render(diagnostics));
        }
        return ExitStatus.of(diagnostics);
    }

    private ExitStatus unknown(String name) {
        complain("ckpts: there is no command \"" + name + "\"");
        NearNames.nearestWord(name, Commands.NAMES).ifPresent(near -> complain("help: did you mean " + near + "?"));
        complain("usage: ckpts COMMAND [ARGUMENT...], ckpts SCRIPT.ckpts; ckpts help lists the commands");
        return ExitStatus.USAGE;
    }

    private Screen screen(Arguments arguments) throws UsageException {
        return new Screen(results, surroundings.err(), surroundings.terminal(), surroundings.environment(), arguments);
    }

    /** The work is done, but not all of its results were written. */
    private ExitStatus afterFailure(ExitStatus status) {
        complain("error[" + Code.WRITE_FAILED.text() + "]: cannot write the results to standard output: "
                + results.failure().orElseThrow());
        return status.or(ExitStatus.FILE);
    }

    private void complain(String line) {
        try {
            surroundings.err().write((Visible.lines(line) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            surroundings.err().flush();
        } catch (IOException e) {
            // There is no other place to say it.
        }
    }
}
