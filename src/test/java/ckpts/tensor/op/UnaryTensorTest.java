package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;

class UnaryTensorTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Arithmetic.negate(Leaf.counting(5000));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(5000));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = -i;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "negate";
    }
}
