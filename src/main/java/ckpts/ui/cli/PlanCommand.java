package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import ckpts.workspace.Budget;
import java.io.IOException;
import java.util.List;

/** {@code ckpts plan}: what a script would do, without doing it. */
final class PlanCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "plan",
                "SCRIPT|-",
                1,
                1,
                "Show what a script would write, and write nothing",
                List.of(RunOptions.SET, RunOptions.OVERWRITE),
                List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, IOException {
        RunOptions given = RunOptions.of(arguments);
        RunOptions options = new RunOptions(given.settings(), true, given.overwrite(), Budget.standard(), List.of());
        SourceText script = Scripts.read(arguments.operands().get(0), surroundings);
        return new ScriptRun(script, options, surroundings, screen).run();
    }
}
