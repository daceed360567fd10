package ckpts.ui.cli;

import java.util.Optional;

/** Thrown when the command line is wrong: exit status 2. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> help;

    UsageException(String message) {
        super(message);
        this.help = Optional.empty();
    }

    /** @param help a hint at the right usage */
    UsageException(String message, String help) {
        super(message);
        this.help = Optional.of(help);
    }

    Optional<String> help() {
        return help;
    }
}
