package ckpts.tensor;

/** The meaning of a tensor's axes, which no file says: the script declares it. */
public interface TensorLayout {
    /** As in a script: {@code hwio}, {@code qkv(blocked, heads = 12, kv = 12, axis = 0)}. */
    String text();

    /** @throws TensorTypeException if a tensor of this type cannot be laid out so */
    void requireFits(TensorType type);

    /**
     * The tensor in another layout of the same axes.
     *
     * @throws TensorTypeException if the layouts are of different kinds
     */
    Tensor to(TensorLayout other, Tensor tensor);
}
