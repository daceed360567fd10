package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;

/** {@code gain} on the main diagonal of a matrix, 0 elsewhere; the matrix need not be square. Floats only. */
public record Identity(double gain) implements Initializer {
    @Override
    public String describe() {
        return "identity(gain = " + gain + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        if (type.shape().rank() != 2) {
            throw new TensorTypeException(describe() + " generates matrices, but \"" + key + "\" is " + type);
        }
        long columns = type.shape().dimension(1);
        return Generated.of(type, this, key, (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                long element = first + i;
                out[i] = element / columns == element % columns ? gain : 0;
            }
        });
    }
}
