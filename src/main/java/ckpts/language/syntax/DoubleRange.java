package ckpts.language.syntax;

import java.util.regex.Pattern;

/** Whether a double can hold a number that is written in digits: one that it cannot hold is an error everywhere. */
public enum DoubleRange {
    /** It can, though perhaps not to the last digit. */
    WITHIN,
    /** It would become infinite. */
    TOO_LARGE,
    /** It would become zero. */
    TOO_NEAR_TO_ZERO;

    private static final Pattern NOT_ZERO = Pattern.compile("[-+]?[0._]*[1-9].*");

    /**
     * The range of a number that is written with a point and an exponent, or without.
     *
     * @param digits may have a sign, and underscores between digits
     * @param value the double that is nearest to it
     */
    public static DoubleRange of(String digits, double value) {
        if (Double.isInfinite(value)) {
            return TOO_LARGE;
        }
        return value == 0 && NOT_ZERO.matcher(digits).matches() ? TOO_NEAR_TO_ZERO : WITHIN;
    }
}
