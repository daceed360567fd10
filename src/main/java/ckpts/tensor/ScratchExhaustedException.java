package ckpts.tensor;

/** An operation needs more working memory than its budget allows. */
public final class ScratchExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScratchExhaustedException(long wanted, long free, long budget) {
        super("needs " + wanted + " bytes of working memory, but only " + free + " of " + budget + " are free");
    }
}
