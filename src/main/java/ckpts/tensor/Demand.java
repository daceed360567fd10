package ckpts.tensor;

/**
 * What reading one tensor asks of another.
 *
 * @param tensor the other
 * @param bytes asked for in all, what is asked for twice counted twice
 */
public record Demand(Tensor tensor, long bytes) {
    /** All of it, once. */
    public static Demand whole(Tensor tensor) {
        return new Demand(tensor, tensor.byteSize());
    }
}
