package ckpts.tensor;

/**
 * The bytes that reading one tensor reads from another.
 *
 * @param tensor the other
 * @param bytes read in all, those that are read twice counted twice
 */
public record Demand(Tensor tensor, long bytes) {
    /** All of it, once. */
    public static Demand whole(Tensor tensor) {
        return new Demand(tensor, tensor.byteSize());
    }
}
