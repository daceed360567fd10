package ckpts.tensor;

/** An operation was asked for on types that do not allow it; the message holds both types. */
public final class TensorTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TensorTypeException(String message) {
        super(message);
    }
}
