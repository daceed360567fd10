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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GatherTest extends TensorContract {
    private static final long[] POSITIONS = {8, 0, 1, 2, 5, 5, 3, 4};

    @Override
    protected Tensor tensor() {
        return Gather.of(Leaf.counting(3, 9, 4), 1, POSITIONS);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 8, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[3 * 8 * 4];
        for (int at = 0; at < values.length; at++) {
            values[at] = (at / 32 * 9 + (int) POSITIONS[at / 4 % 8]) * 4 + at % 4;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "select 8 of 9 positions on axis 1: [8, 0..2, 5, 5, 3..4]";
    }

    @Test
    void positionsInARowAreASlice() {
        assertThat(Gather.of(Leaf.counting(9), 0, new long[] {3, 4, 5}).describe())
                .isEqualTo("slice [3:6]");
        Leaf leaf = Leaf.counting(3);
        assertThat(Gather.of(leaf, 0, new long[] {0, 1, 2})).isSameAs(leaf);
    }

    @Test
    void longRowsInAnyOrder() throws IOException {
        Tensor tall = Leaf.counting(40, 3000);
        Tensor back =
                Gather.of(tall, 0, LongStream.range(0, 40).map(i -> 39 - i).toArray());
        assertThat(bytes(Slice.along(Slice.along(back, 0, 38, 40), 1, 2998, 3000)))
                .isEqualTo(int32(5998, 5999, 2998, 2999));
        Tensor pairs = Gather.of(tall, 0, new long[] {30, 31, 2, 3});
        assertThat(bytes(Slice.along(pairs, 1, 0, 1))).isEqualTo(int32(90_000, 93_000, 6000, 9000));
        assertThat(bytes(pairs)).hasSize(4 * 3000 * 4);
    }

    @Test
    void nothingSelectedIsAnEmptyAxis() throws IOException {
        assertThat(bytes(Gather.of(Leaf.counting(3, 2), 0, new long[0]))).isEmpty();
    }

    @Test
    void positionsThatAreNotThere() {
        assertThatThrownBy(() -> Gather.of(Leaf.counting(3, 2), 1, new long[] {0, 2}))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot select position 2 of int32[3, 2] on axis 1: it has positions 0 to 1");
        assertThatThrownBy(() -> Gather.of(Leaf.counting(3, 2), 2, new long[] {0}))
                .hasMessage("cannot select from int32[3, 2] on axis 2: its axes are 0 to 1");
    }
}
