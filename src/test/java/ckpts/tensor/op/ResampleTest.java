package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class ResampleTest extends TensorContract {
    /** Corners stay: position j of 13 lies at j * 6 / 12 of 7, so that each is one of the input or the mean of two. */
    @Override
    protected Tensor tensor() {
        return new Resample(
                Leaf.counting(5, 7, 11), 1, 13, new Interpolation(Interpolation.Kernel.BILINEAR, false, true));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT64, Shape.of(5, 13, 11));
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate(5 * 13 * 11 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < 5 * 13 * 11; at++) {
            out.putDouble((at / (13 * 11) * 7 + at / 11 % 13 / 2.0) * 11 + at % 11);
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "interpolate axis 1 from 7 to 13 positions, bilinear, align corners";
    }
}
