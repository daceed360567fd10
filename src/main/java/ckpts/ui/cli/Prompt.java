package ckpts.ui.cli;

import ckpts.workspace.Budget;
import java.io.IOException;
import java.util.Optional;

/** A place where somebody types statements and sees at once what they come to. */
@FunctionalInterface
public interface Prompt {
    /**
     * How a conversation begins.
     *
     * @param checkpoint to load first, as it was typed
     * @param colour whether to colour
     * @param quiet whether to leave out the greeting
     * @param budget memory and threads
     */
    record Start(Optional<String> checkpoint, boolean colour, boolean quiet, Budget budget) {}

    /** Talks until the other side leaves. */
    void talk(Start start, Surroundings surroundings) throws IOException;
}
