package ckpts.tensor;

/** A total of sizes that does not fit in 63 bits; the message has no full stop. */
public final class TooLargeException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String verb) {
        super("sizes " + verb + " to more than " + Long.MAX_VALUE);
    }
}
