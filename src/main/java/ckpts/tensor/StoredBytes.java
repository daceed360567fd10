package ckpts.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts the bytes of files that values are computed from. */
public final class StoredBytes {
    /** The number of tensors visited for each tensor asked about; beyond it, each is visited once for all of them. */
    private static final int MOST_LOOKED_AT = 1 << 20;

    private StoredBytes() {}

    /**
     * The total of reading each of these tensors once; a leaf that several are computed from counts for each of them.
     */
    public static long of(Collection<Tensor> tensors) {
        long sum = 0;
        int looked = 0;
        List<Tensor> rest = new ArrayList<>();
        for (Tensor tensor : tensors) {
            if (looked > MOST_LOOKED_AT) {
                rest.add(tensor);
                continue;
            }
            List<Tensor> nodes = TensorGraph.of(List.of(tensor), Tensor::inputs);
            looked += nodes.size();
            sum += stored(nodes);
        }
        return sum + stored(TensorGraph.of(rest, Tensor::inputs));
    }

    private static long stored(List<Tensor> nodes) {
        return nodes.stream()
                .mapToLong(tensor -> tensor.origin().map(Origin::length).orElse(0L))
                .sum();
    }
}
