package ckpts.tensor.kernel;

/**
 * Numbers of consecutive elements; a {@link ColumnType} says which of the arrays is in use.
 *
 * @param reals floats; of complex numbers, real and imaginary parts in turn
 */
public record Column(long[] wholes, float[] singles, double[] reals) {
    private static final long[] NO_WHOLES = {};
    private static final float[] NO_SINGLES = {};
    private static final double[] NO_REALS = {};

    /** Room for {@code chunk} elements. */
    public static Column of(ReaderResources holdings, ColumnType form, int chunk) {
        return switch (form) {
            case WHOLES -> new Column(holdings.wholes(chunk), NO_SINGLES, NO_REALS);
            case SINGLES -> new Column(NO_WHOLES, holdings.singles(chunk), NO_REALS);
            case REALS -> new Column(NO_WHOLES, NO_SINGLES, holdings.reals(chunk));
            case PAIRS -> new Column(NO_WHOLES, NO_SINGLES, holdings.reals(2 * chunk));
        };
    }
}
