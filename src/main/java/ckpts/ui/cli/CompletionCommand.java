package ckpts.ui.cli;

import ckpts.format.Formats;
import java.util.List;

/** {@code ckpts completion}: a completion script for a shell. */
final class CompletionCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "completion",
                "bash|zsh|fish",
                1,
                1,
                "Print a completion script for a shell",
                List.of(),
                List.of(
                        "bash: ckpts completion bash > ~/.local/share/bash-completion/completions/ckpts",
                        "zsh:  ckpts completion zsh > ~/.zsh/_ckpts, a folder of fpath",
                        "fish: ckpts completion fish > ~/.config/fish/completions/ckpts.fish"));
    }

    @Override
    public List<String> paths(Arguments arguments, Surroundings surroundings) {
        return List.of();
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws UsageException {
        Formats formats = surroundings.formats().get();
        String shell = arguments.operands().get(0);
        screen.text(
                switch (shell) {
                    case "bash" -> new BashCompletion(formats).script();
                    case "zsh" -> new ZshCompletion(formats).script();
                    case "fish" -> new FishCompletion(formats).script();
                    default -> throw new UsageException("the shell must be bash, zsh or fish, not " + shell);
                });
        return ExitStatus.DONE;
    }
}
