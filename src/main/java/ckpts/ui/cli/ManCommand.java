package ckpts.ui.cli;

import java.util.List;

/** {@code ckpts man}: the manual page. */
final class ManCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "man",
                "",
                0,
                0,
                "Print the manual page, in roff: ckpts man | man -l -",
                List.of(),
                List.of("To install it: ckpts man > ~/.local/share/man/man1/ckpts.1"));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) {
        screen.text(ManPage.of(surroundings.formats().get(), surroundings.version()));
        return ExitStatus.DONE;
    }
}
