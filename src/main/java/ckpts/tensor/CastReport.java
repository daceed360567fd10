package ckpts.tensor;

/**
 * The effects of a cast on the values that one run read through it.
 *
 * <p>Each element counts once, however often it was read: after the whole tensor was read {@code elements} is its
 * element count and the other counts are exact, whatever the chunks, readers and threads were.
 *
 * @param elements values that were cast
 * @param overflowed finite values too large for the type: they became infinite (NaN or the largest value in types
 *     without infinity)
 * @param vanished nonzero values too small for the type, that became zero
 * @param clamped floats outside the range of an integer type, infinities included, that became the end of that range
 * @param notANumber NaN that became a number, because the type has no NaN
 * @param wrapped integers outside the range of an integer type, that lost their high bits
 * @param imaginary nonzero imaginary parts that were left out
 */
public record CastReport(
        long elements, long overflowed, long vanished, long clamped, long notANumber, long wrapped, long imaginary) {
    /** That of a cast of which nothing was read. */
    public static final CastReport NOTHING = new CastReport(0, 0, 0, 0, 0, 0, 0);

    /** Whether every value kept its magnitude, apart from rounding. */
    public boolean isFaithful() {
        return overflowed + vanished + clamped + notANumber + wrapped + imaginary == 0;
    }

    /** That of these elements and others of the same cast. */
    CastReport plus(CastReport others) {
        return new CastReport(
                elements + others.elements,
                overflowed + others.overflowed,
                vanished + others.vanished,
                clamped + others.clamped,
                notANumber + others.notANumber,
                wrapped + others.wrapped,
                imaginary + others.imaginary);
    }
}
