package ckpts.tensor;

import java.util.Optional;

/** An operation was asked for on types that do not allow it; the message holds both types. */
public final class TensorTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** Where the message itself says what to do. */
    public TensorTypeException(String message) {
        this(message, "");
    }

    /** @param remedy a change that would make the types fit, in the words of the language: {@code pad it to [4, 3]} */
    public TensorTypeException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** The change that would make the types fit; empty where the message says all there is to say. */
    public Optional<String> remedy() {
        return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
    }
}
