package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command that is a script underneath: from one checkpoint, IN, to another, OUT. It makes statements of its arguments; these
 * are run as any script, or printed.
 */
abstract class StatementScript implements Command {
    static final Option ONLY = Option.repeated("PATTERN", "only tensors that match; may be repeated", "--only");

    private static final Option SCRIPT = Option.flag("print the script that this is, and run nothing", "--script");

    /** The usage with the options of every run after its own. */
    static Usage usage(
            String name, String operands, int least, int most, String summary, List<Option> own, List<String> more) {
        List<Option> options = new ArrayList<>(own);
        options.addAll(List.of(
                SCRIPT,
                RunOptions.DRY_RUN,
                RunOptions.OVERWRITE,
                RunOptions.MEMORY,
                RunOptions.THREADS,
                RunOptions.MAX_WORK,
                RunOptions.REPORT));
        return new Usage(name, operands, least, most, summary, options, more);
    }

    /** The statements from {@code load IN} to {@code save OUT}. */
    abstract List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException;

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
            screen.text(text);
            return ExitStatus.DONE;
        }
        String name = usage().name();
        SourceText script = new SourceText("<" + name + ">", text, Optional.empty());
        ExitStatus status = new ScriptRun(script, options, surroundings, screen).run();
        if (status != ExitStatus.DONE && status != ExitStatus.INTERRUPTED && !screen.isQuiet()) {
            screen.message("help: options of `ckpts " + name
                    + "` change these statements; with --script it prints them, to be edited and run");
        }
        return status;
    }
}
