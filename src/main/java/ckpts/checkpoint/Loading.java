package ckpts.checkpoint;

import java.util.List;

/**
 * What a format's own loader does otherwise than the names say, when a model loads a checkpoint in which every name and type
 * fits. Immutable.
 *
 * @param unfilled variables that do not get their value, a sentence each with the cause
 * @param unused tensors that go nowhere, a sentence each with the cause
 */
public record Loading(List<String> unfilled, List<String> unused) {
    /** Every variable gets the tensor of its name. */
    public static final Loading AS_NAMED = new Loading(List.of(), List.of());

    public Loading {
        unfilled = List.copyOf(unfilled);
        unused = List.copyOf(unused);
    }
}
