package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A command that is a script underneath: from one checkpoint, IN, to another, OUT. It makes statements of its arguments; these
 * are run as any script, or printed.
 */
abstract class OneLineCommand implements Command {
    private static final Option SCRIPT = Option.flag("print the script that this is, and run nothing", "--script");

    /** They concern a run, and no script can hold them. */
    private static final List<Option> OF_THE_RUN =
            List.of(RunOptions.DRY_RUN, RunOptions.MEMORY, RunOptions.THREADS, RunOptions.MAX_WORK, RunOptions.REPORT);

    /** The usage without the options that all these commands have. */
    abstract Usage ownUsage();

    /** The statements from {@code load IN} to {@code save OUT}. */
    abstract List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException;

    @Override
    public final Usage usage() {
        return ownUsage()
                .with(List.of(
                        SCRIPT,
                        RunOptions.DRY_RUN,
                        RunOptions.OVERWRITE,
                        RunOptions.MEMORY,
                        RunOptions.THREADS,
                        RunOptions.MAX_WORK,
                        RunOptions.REPORT));
    }

    @Override
    public List<String> paths(Arguments arguments, Surroundings surroundings) {
        return arguments.operands().subList(0, 2);
    }

    @Override
    public final ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException {
        RunOptions options = RunOptions.of(arguments, surroundings);
        String text = Formatter.script(statements(arguments, surroundings));
        if (arguments.has(SCRIPT)) {
            print(text, arguments, screen);
            return ExitStatus.DONE;
        }
        String name = usage().name();
        SourceText script = new SourceText("<" + name + ">", text, Optional.empty());
        ExitStatus status = new ScriptRun(script, options, surroundings, screen, true).run();
        if ((status == ExitStatus.SCRIPT || status == ExitStatus.EXECUTION) && !screen.isQuiet()) {
            screen.message(
                    "note: these statements come from the arguments of `ckpts " + name + "`; --script prints them");
        }
        return status;
    }

    private static void print(String script, Arguments arguments, Screen screen) throws UsageException {
        for (Option option : OF_THE_RUN) {
            if (arguments.has(option)) {
                throw new UsageException(
                        "--script runs nothing, so it cannot be combined with " + option.name(),
                        "give " + option.name() + " to the run of the script");
            }
        }
        if (screen.isJson()) {
            throw new UsageException("--script prints a script, so it cannot be combined with --format json");
        }
        screen.source(script);
    }
}
