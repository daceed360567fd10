package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTest extends TensorContract {
    private static long[] of(long... values) {
        return values;
    }

    @Override
    protected Tensor tensor() {
        return Slice.of(Leaf.counting(10, 6, 7), of(2, 0, 1), of(9, 6, 6), of(3, 1, 2));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 6, 3));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[54];
        int at = 0;
        for (int i = 2; i < 9; i += 3) {
            for (int j = 0; j < 6; j++) {
                for (int k = 1; k < 6; k += 2) {
                    values[at++] = (i * 6 + j) * 7 + k;
                }
            }
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "slice [2:9:3, :, 1:6:2]";
    }

    @Test
    void oneAxisIsCutAndTheOthersStayWhole() throws IOException {
        assertThat(bytes(Slice.along(Leaf.counting(3, 4), 1, 1, 3))).isEqualTo(int32(1, 2, 5, 6, 9, 10));
        assertThat(Slice.along(Leaf.counting(3, 4), 1, 1, 3).describe()).isEqualTo("slice [:, 1:3]");
    }

    @Test
    void rowsInALargeTensorAreReadInFewReads() throws IOException {
        Leaf leaf = Leaf.counting(5000, 64);
        assertThat(bytes(Slice.along(leaf, 1, 7, 8)))
                .isEqualTo(
                        int32(IntStream.range(0, 5000).map(row -> row * 64 + 7).toArray()));
        assertThat(leaf.reads()).isLessThan(30);
    }

    @Test
    void anEmptySliceIsATensorToo() throws IOException {
        Tensor empty = Slice.along(Leaf.counting(3, 4), 0, 2, 2);
        assertThat(empty.type()).isEqualTo(new TensorType(DType.INT32, Shape.of(0, 4)));
        assertThat(bytes(empty)).isEmpty();
    }

    @Test
    void theWholeIsTheInputItself() {
        Leaf leaf = Leaf.counting(3, 4);
        assertThat(Slice.along(leaf, 0, 0, 3)).isSameAs(leaf);
    }

    @Test
    void rangesOutsideTheShapeAreRefused() {
        Leaf leaf = Leaf.counting(3, 4);
        assertThatThrownBy(() -> Slice.along(leaf, 1, 2, 5))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot slice int32[3, 4] from 2 to 5 on axis 1: it has positions 0 to 4");
        assertThatThrownBy(() -> Slice.along(leaf, 0, 2, 1))
                .hasMessage("cannot slice int32[3, 4] from 2 to 1 on axis 0: it has positions 0 to 3");
        assertThatThrownBy(() -> Slice.of(leaf, of(0, 0), of(3, 4), of(1, 0)))
                .hasMessage("cannot slice int32[3, 4] in steps of 0 on axis 1: steps must be at least 1");
        assertThatThrownBy(() -> Slice.of(leaf, of(0), of(3), of(1)))
                .hasMessage("cannot slice int32[3, 4] with 1 ranges: it has 2 axes");
        assertThatThrownBy(() -> Slice.along(leaf, 2, 0, 1))
                .hasMessage("cannot slice int32[3, 4] on axis 2: its axes are 0 to 1");
        assertThatThrownBy(() -> Slice.along(Leaf.of(DType.STRING, Shape.of(2), new byte[9]), 0, 0, 1))
                .hasMessage(
                        "cannot slice string[2]: string elements have no fixed width, the tensor can only be kept whole");
    }
}
