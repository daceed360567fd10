package ckpts.checkpoint;

import java.util.Optional;

/**
 * What a format keeps beside the tensors of a checkpoint it opened, for itself to find again when it writes.
 * Immutable; opaque to everybody else.
 */
public interface FormatState {
    /** The format's name: only its own writer may interpret the state. */
    String format();

    /** Why names and values of this checkpoint cannot be edited, as a clause for a message; empty if they can. */
    Optional<String> readOnlyBecause();
}
