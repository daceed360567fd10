package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;

/** A tensor whose slices are stored separately. */
abstract class Partitioned implements Tensor {
    private final TensorType type;
    private final List<SliceSpec> slices;
    private final List<Tensor> parts;

    /**
     * @param slices without {@link Partition#flaw}
     * @param parts the values of each slice
     */
    Partitioned(TensorType type, List<SliceSpec> slices, List<Tensor> parts) {
        this.type = type;
        this.slices = List.copyOf(slices);
        this.parts = List.copyOf(parts);
    }

    @Override
    public final TensorType type() {
        return type;
    }

    @Override
    public final List<Tensor> inputs() {
        return parts;
    }

    @Override
    public final String describe() {
        return "joined from " + parts.size() + " partitions";
    }

    /** The number of elements in a slice. */
    final long elements(int slice) {
        return slices.get(slice).shape(type.shape()).elementCount();
    }

    /** A cursor over the elements of the whole. */
    final PartitionCursor cursor() {
        return new PartitionCursor(type.shape(), slices);
    }
}
