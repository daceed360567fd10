package ckpts.checkpoint;

import java.util.List;

/**
 * The ways in which a format's own loader departs from the names, when a model loads a checkpoint in which every name
 * and type fits. Immutable.
 *
 * @param unfilled variables that do not get their value, each as a sentence with the cause
 * @param unused tensors that are not loaded, each as a sentence with the cause
 */
public record Loading(List<String> unfilled, List<String> unused) {
    /** Every variable gets the tensor of its name. */
    public static final Loading AS_NAMED = new Loading(List.of(), List.of());

    public Loading {
        unfilled = List.copyOf(unfilled);
        unused = List.copyOf(unused);
    }
}
