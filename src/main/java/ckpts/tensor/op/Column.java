package ckpts.tensor.op;

/**
 * Numbers of some elements that follow each other, in the domain of their type: exactly one of the two arrays is in use.
 *
 * @param reals floats; of complex types, real and imaginary parts in turn
 * @param wholes booleans and integers
 */
record Column(double[] reals, long[] wholes) {
    /** Room for {@code chunk} elements. */
    static Column of(Holdings holdings, Elements.Domain domain, int chunk) {
        return switch (domain) {
            case WHOLE -> new Column(new double[0], holdings.wholes(chunk));
            case REAL -> new Column(holdings.reals(chunk), new long[0]);
            case COMPLEX -> new Column(holdings.reals(2 * chunk), new long[0]);
        };
    }
}
