package ckpts.format.tensorflow.bundle;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class ByteSwappedTensorTest extends TensorContract {
    private static final TensorType TYPE = new TensorType(DType.COMPLEX64, Shape.of(30, 20));

    private static byte[] numbers(ByteOrder order) {
        ByteBuffer out = ByteBuffer.allocate((int) TYPE.byteSize()).order(order);
        for (int i = 0; out.hasRemaining(); i++) {
            out.putFloat(i + 0.1f);
        }
        return out.array();
    }

    @Override
    protected Tensor tensor() {
        byte[] stored = numbers(ByteOrder.BIG_ENDIAN);
        return new ByteSwappedTensor(TYPE, Leaf.of(DType.UINT8, Shape.of(stored.length), stored));
    }

    @Override
    protected TensorType expectedType() {
        return TYPE;
    }

    @Override
    protected byte[] expectedBytes() {
        return numbers(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    protected String expectedDescription() {
        return "complex64 from big-endian bytes";
    }
}
