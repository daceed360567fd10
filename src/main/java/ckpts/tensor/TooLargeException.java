package ckpts.tensor;

/** Sizes that come to more than can be counted; the message is a sentence without an end. */
public final class TooLargeException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String verb) {
        super("sizes " + verb + " to more than " + Long.MAX_VALUE);
    }
}
