package ckpts.ui.cli;

import java.io.IOException;
import java.util.List;

/** {@code ckpts repl}: statements typed one by one. A pipe is a script, never a conversation. */
final class ReplCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "repl",
                "[CHECKPOINT]",
                0,
                1,
                "Type statements and see their results at once",
                List.of(RunOptions.MEMORY, RunOptions.THREADS, RunOptions.MAX_WORK),
                List.of("Nothing is written before a save is entered. `ckpts` alone is the same."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, IOException {
        if (!surroundings.terminal().in() || !surroundings.terminal().out()) {
            throw new UsageException("it needs a terminal", "ckpts run - runs a script from a pipe");
        }
        boolean colour = Colours.wanted(arguments.choice(Usage.COLOR), true, surroundings.environment());
        Prompt.Start start = new Prompt.Start(
                arguments.operands().stream().findFirst(), colour, screen.isQuiet(), RunOptions.budget(arguments));
        surroundings.prompt().get().talk(start, surroundings);
        return ExitStatus.DONE;
    }
}
