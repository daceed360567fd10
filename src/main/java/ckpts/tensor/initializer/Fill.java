package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;

/** The same value everywhere, in any numeric type that can hold it. */
public record Fill(String describe, double value) implements Initializer {
    /** {@code zeros()}; {@code false} for bool. */
    public static Fill zeros() {
        return new Fill("zeros()", 0);
    }

    /** {@code ones()}; {@code true} for bool. */
    public static Fill ones() {
        return new Fill("ones()", 1);
    }

    /** {@code full(value)}. */
    public static Fill of(double value) {
        return new Fill("full(" + value + ")", value);
    }

    @Override
    public Tensor create(TensorType type, String key) {
        return Constant.of(type, value);
    }
}
