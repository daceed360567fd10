package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import java.io.IOException;
import java.util.List;

/** {@code ckpts plan}: shows what a script would do, without doing it. */
final class PlanCommand extends ScriptCommand {
    @Override
    public Usage usage() {
        return new Usage(
                "plan",
                "[SCRIPT|-]",
                0,
                1,
                "Show what a script would write, and write nothing",
                List.of(
                        RunOptions.STATEMENTS,
                        RunOptions.SET,
                        RunOptions.PARAMS,
                        RunOptions.OVERWRITE,
                        RunOptions.MAX_WORK),
                List.of(
                        "No value of a tensor is read: assertions on values are listed, not checked. If a save",
                        "would be refused because its path exists, the plan is shown anyway, and the exit",
                        "status is 6. -v and --format json show it tensor by tensor."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException {
        RunOptions given = RunOptions.of(arguments, surroundings);
        RunOptions options = new RunOptions(given.settings(), true, given.overwrite(), given.budget(), List.of());
        SourceText script = Scripts.one(arguments, surroundings);
        return new ScriptRun(script, options, surroundings, screen).run();
    }
}
