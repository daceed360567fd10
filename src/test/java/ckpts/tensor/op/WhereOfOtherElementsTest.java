package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.util.List;

/** Elements that are no numbers are chosen as they are. */
class WhereOfOtherElementsTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Where.of(
                Constant.list(DType.BOOL, List.of(List.of(true), List.of(false))),
                Leaf.of(DType.QUINT8, Shape.of(3), new byte[] {1, 2, 3}),
                Leaf.of(DType.QUINT8, Shape.of(2, 3), new byte[] {4, 5, 6, 7, 8, 9}));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.QUINT8, Shape.of(2, 3));
    }

    @Override
    protected byte[] expectedBytes() {
        return new byte[] {1, 2, 3, 7, 8, 9};
    }

    @Override
    protected String expectedDescription() {
        return "where";
    }
}
