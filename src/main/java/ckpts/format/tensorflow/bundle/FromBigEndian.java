package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;

/** A tensor of a big-endian bundle, as a little-endian one has it. */
abstract class FromBigEndian implements Tensor {
    private final TensorType type;
    private final Tensor stored;

    /** @param stored the bytes as stored in the file, as {@code uint8} */
    FromBigEndian(TensorType type, Tensor stored) {
        this.type = type;
        this.stored = stored;
    }

    @Override
    public final TensorType type() {
        return type;
    }

    @Override
    public final List<Tensor> inputs() {
        return List.of(stored);
    }

    @Override
    public final long byteSize() {
        return stored.byteSize();
    }

    final Tensor stored() {
        return stored;
    }
}
