package ckpts.ui.cli;

import java.io.IOException;
import java.util.List;

/** A command of the program. Stateless; made when it is called. */
interface Command {
    Usage usage();

    /** The files among the operands, in whose folders {@code --safe} lets the command work: all of them, or fewer. */
    default List<String> paths(Arguments arguments, Surroundings surroundings) {
        return arguments.operands();
    }

    /**
     * Carries the command out.
     *
     * @param arguments checked against {@link #usage}
     * @throws UsageException if values of arguments make no sense
     * @throws CommandException if it ends with diagnostics
     * @throws IOException if a file cannot be read or written
     */
    ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen)
            throws UsageException, CommandException, IOException;
}
