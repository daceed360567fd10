package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Six heads of queries of five positions each share two of keys and values. */
class FusedHeadsTest extends TensorContract {
    private static final FusedHeads GROUPED = new FusedHeads(true, 6, 2, -1);
    private static final FusedHeads BLOCKED = new FusedHeads(false, 6, 2, 1);

    /** The queries of a grouped tensor, two rows of 2 * (3 + 1 + 1) * 5 positions. */
    @Override
    protected Tensor tensor() {
        return GROUPED.parts(Leaf.counting(2, 50)).get(0);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(2, 30));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[60];
        for (int at = 0; at < 60; at++) {
            int group = at % 30 / 15;
            values[at] = at / 30 * 50 + group * 25 + at % 15;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "reshape [2, 2, 3, 5] to [2, 30]";
    }

    @Test
    void partsAndFusedAreInverse() throws IOException {
        for (FusedHeads layout : List.of(GROUPED, BLOCKED)) {
            Leaf leaf = Leaf.counting(3, 50);
            assertThat(bytes(layout.fused(layout.parts(leaf))))
                    .as(layout.text())
                    .isEqualTo(bytes(leaf));
        }
    }

    @Test
    void groupsBecomeBlocks() throws IOException {
        Tensor blocked = GROUPED.to(BLOCKED, Leaf.counting(1, 50));
        assertThat(bytes(Slice.along(blocked, 1, 30, 50)))
                .isEqualTo(int32(15, 16, 17, 18, 19, 40, 41, 42, 43, 44, 20, 21, 22, 23, 24, 45, 46, 47, 48, 49));
    }
}
