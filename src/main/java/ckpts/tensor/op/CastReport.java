package ckpts.tensor.op;

/**
 * The effects of a cast on the values that were read through it so far.
 *
 * <p>Each pass over the tensor counts: after one whole pass {@code elements} is the tensor's element count and the
 * other counts are exact, whatever the chunks and threads were.
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
    /** Whether every value kept its magnitude, apart from rounding. */
    public boolean isFaithful() {
        return overflowed + vanished + clamped + notANumber + wrapped + imaginary == 0;
    }
}
