package ckpts.ui.cli;

import java.util.List;

/** {@code ckpts version}. */
final class VersionCommand implements Command {
    private static final int LANGUAGE = 1;

    @Override
    public Usage usage() {
        return new Usage("version", "", 0, 0, "Print the version", List.of(), List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) {
        String java = Runtime.version().feature() + "";
        screen.text(
                screen.isJson()
                        ? "{\"version\": \"" + surroundings.version() + "\", \"language\": " + LANGUAGE + ", \"java\": "
                                + java + "}\n"
                        : "ckpts " + surroundings.version() + ", language " + LANGUAGE + ", Java " + java + "\n");
        return ExitStatus.DONE;
    }
}
