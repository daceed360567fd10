package ckpts.language.semantics;

import ckpts.language.source.Span;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.TooLargeException;
import java.util.Collection;

/** Number of elements of the sizes that a script writes: countable, or refused at their place in the script. */
public final class ElementCount {
    private ElementCount() {}

    /**
     * Checks that the sizes of a tensor can be multiplied.
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
