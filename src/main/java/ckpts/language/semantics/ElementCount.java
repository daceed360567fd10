package ckpts.language.semantics;

import ckpts.language.source.Span;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.TooLargeException;
import java.util.Collection;

/** How many elements the sizes that a script writes come to: few enough to be counted, or refused where they stand. */
public final class ElementCount {
    private ElementCount() {}

    /**
     * Holds for operations what they compute of sizes.
     *
     * @param sizes of axes; negative ones are left to the operation to refuse
     * @throws StatementException if their product cannot be counted
     */
    public static void require(Collection<Long> sizes, Span place) {
        long count = 1;
        try {
            for (long size : sizes) {
                count = ExactSizes.product(count, Math.max(1, size));
            }
        } catch (TooLargeException e) {
            throw Evaluator.bad(place, e.getMessage());
        }
    }
}
