package ckpts.naming;

/** Thrown if a pattern or a target is wrong, or a target cannot be written for a name; has the place in its text. */
public final class PatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param message a phrase without a full stop
     * @param offset UTF-16 offset in the text of the pattern or target
     */
    public PatternException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** UTF-16 offset in the text of the pattern or target: the place of the caret. */
    public int offset() {
        return offset;
    }
}
