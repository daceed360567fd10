package ckpts.tensor;

import java.util.Collections;
import java.util.Set;

/**
 * The settings that decide, before anything is read, what readers read from others.
 *
 * @param share as {@link Scratch#share} of the readers' working memory
 * @param held the tensors, by identity, that are computed once and read from where they are held
 */
public record Terms(long share, Set<Tensor> held) {
    /** Where every reader computes for itself. */
    public static Terms of(long share) {
        return new Terms(share, Collections.emptySet());
    }

    /** Whether a tensor is read from where it is held. */
    public boolean holds(Tensor tensor) {
        return held.contains(tensor);
    }
}
