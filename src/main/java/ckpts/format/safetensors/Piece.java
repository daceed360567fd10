package ckpts.format.safetensors;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.util.OptionalInt;

/**
 * A tensor to be written.
 *
 * @param file the number of its file in the checkpoint that was read; empty for a new one
 */
record Piece(String name, StoredType type, Tensor tensor, OptionalInt file) implements HeaderWriter.Described {
    @Override
    public Shape shape() {
        return tensor.type().shape();
    }

    @Override
    public long size() {
        return tensor.byteSize();
    }
}
