package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import java.io.IOException;
import java.util.List;

/** {@code ckpts run}: carries a script out. */
final class RunCommand extends ScriptCommand {
    @Override
    public Usage usage() {
        return new Usage(
                "run",
                "[SCRIPT|-]",
                0,
                1,
                "Run a script; - reads it from standard input",
                List.of(
                        RunOptions.STATEMENTS,
                        RunOptions.SET,
                        RunOptions.PARAMS,
                        RunOptions.DRY_RUN,
                        RunOptions.OVERWRITE,
                        RunOptions.MEMORY,
                        RunOptions.THREADS,
                        RunOptions.MAX_WORK,
                        RunOptions.REPORT),
                List.of(
                        "Nothing is written until all statements and assertions have succeeded; then either all",
                        "outputs are written, or none is. `ckpts FILE.ckpts` is the same, and so is `ckpts -c STATEMENTS`."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException {
        RunOptions options = RunOptions.of(arguments, surroundings);
        SourceText script = Scripts.one(arguments, surroundings);
        return new ScriptRun(script, options, surroundings, screen).run();
    }
}
