package ckpts.format.tensorflow.bundle;

import ckpts.format.tensorflow.bundle.SliceSpec.Extent;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.util.List;

class PartitionedTensorTest extends TensorContract {
    private static final Extent WHOLE = new Extent(0, -1);

    /** Columns 0 to 3, and behind them two halves of columns 4 to 10. */
    @Override
    protected Tensor tensor() {
        return new PartitionedTensor(
                expectedType(),
                List.of(
                        new SliceSpec(List.of(WHOLE, new Extent(0, 4))),
                        new SliceSpec(List.of(new Extent(0, 6), new Extent(4, 7))),
                        new SliceSpec(List.of(new Extent(6, 8), new Extent(4, 7)))),
                List.of(Leaf.counting(14, 4), Leaf.counting(6, 7), Leaf.counting(8, 7)));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(14, 11));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[14 * 11];
        for (int at = 0; at < values.length; at++) {
            int row = at / 11;
            int column = at % 11;
            values[at] = column < 4 ? row * 4 + column : (row < 6 ? row : row - 6) * 7 + column - 4;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "joined from 3 partitions";
    }
}
