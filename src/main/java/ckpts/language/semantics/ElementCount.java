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
        try {
            sizes.stream().filter(size -> size > 0).reduce(1L, ExactSizes::product);
        } catch (TooLargeException e) {
            throw Evaluator.bad(place, e.getMessage());
        }
    }
}
