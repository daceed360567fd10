package ckpts.tensor.op;

import java.util.Optional;

/** A rearrangement is wrong, or does not fit a tensor: says why, and where in its string. */
public final class AxisPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final int length;
    private final String remedy;

    /**
     * @param message a phrase without a full stop
     * @param offset UTF-16 offset in the string of the rearrangement
     * @param length number of characters that the message is about
     */
    AxisPatternException(String message, int offset, int length) {
        this(message, offset, length, "");
    }

    /** @param remedy a change that would make it fit */
    AxisPatternException(String message, int offset, int length, String remedy) {
        super(message);
        this.offset = offset;
        this.length = length;
        this.remedy = remedy;
    }

    /** The change that would make it fit; empty where the message says all there is to say. */
    public Optional<String> remedy() {
        return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
    }

    /** UTF-16 offset in the string: where to put the caret. */
    public int offset() {
        return offset;
    }

    /** The number of characters that the message is about. */
    public int length() {
        return length;
    }
}
