package ckpts.tensor;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** How many bytes of files values are made of. */
public final class StoredBytes {
    private StoredBytes() {}

    /** What reading each of these tensors once comes to; a leaf that several are made of counts for each of them. */
    public static long of(Collection<Tensor> tensors) {
        return tensors.stream()
                .mapToLong(tensor -> of(tensor, Collections.newSetFromMap(new IdentityHashMap<>())))
                .sum();
    }

    private static long of(Tensor tensor, Set<Tensor> seen) {
        if (!seen.add(tensor)) {
            return 0;
        }
        return tensor.origin().map(Origin::length).orElse(0L)
                + tensor.inputs().stream().mapToLong(input -> of(input, seen)).sum();
    }
}
