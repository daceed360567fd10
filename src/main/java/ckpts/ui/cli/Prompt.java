package ckpts.ui.cli;

import ckpts.engine.Budget;
import java.io.IOException;
import java.util.Optional;

/** The interactive prompt, as the command line sees it. */
@FunctionalInterface
public interface Prompt {
    /**
     * The start of a conversation.
     *
     * @param checkpoint to load first, as it was typed
     * @param colour whether to colour
     * @param quiet whether to leave out the greeting
     * @param budget memory and threads
     */
    record Start(Optional<String> checkpoint, boolean colour, boolean quiet, Budget budget) {}

    /** Runs the conversation until its user leaves. */
    void talk(Start start, Surroundings surroundings) throws IOException;
}
