package ckpts.tensor.kernel;

import ckpts.tensor.DType;

/**
 * Kinds of numbers in a column of a {@link Formula}; each holds every value of those before it that it is widened from.
 */
public enum ColumnType {
    /** Booleans and integers, as {@code long}. */
    WHOLES,
    /** float32 as such, for operations that double precision would not make more precise. */
    SINGLES,
    /** Floats, as {@code double}. */
    REALS,
    /** Complex numbers, as pairs of {@code double}. */
    PAIRS;

    /** Returns the kind that holds every value of a numeric type, whatever is computed with it. */
    public static ColumnType of(DType dtype) {
        return switch (Elements.domain(dtype)) {
            case WHOLE -> WHOLES;
            case REAL -> REALS;
            case COMPLEX -> PAIRS;
        };
    }
}
