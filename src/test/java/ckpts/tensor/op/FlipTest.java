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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlipTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Flip.of(Leaf.counting(3, 5, 4), 1);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 5, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        return flipped(3, 5, 4);
    }

    @Override
    protected String expectedDescription() {
        return "flip axis 1";
    }

    /** The middle axis of numbers that count, in reverse order. */
    private static byte[] flipped(int outer, int size, int inner) {
        int[] values = new int[outer * size * inner];
        for (int at = 0; at < values.length; at++) {
            int position = at / inner % size;
            values[at] = at + (size - 1 - 2 * position) * inner;
        }
        return int32(values);
    }

    /** Rows of one element and of many, runs that memory holds many of, about one of, and a part of. */
    @ParameterizedTest
    @CsvSource({
        "20000, 3, 1, 4",
        "7, 16384, 1, 7",
        "5, 16385, 1, 10",
        "2, 40000, 1, 6",
        "3, 33, 1023, 9",
        "2, 5, 1024, 10",
        "9, 4000, 5, 18"
    })
    void shortRowsAreReadTogether(int outer, int size, int inner, int reads) throws IOException {
        Leaf leaf = Leaf.counting(outer, size, inner);
        assertThat(bytes(Flip.of(leaf, 1))).isEqualTo(flipped(outer, size, inner));
        assertThat(leaf.reads()).isEqualTo(reads);
    }

    @Test
    void oneAxisAfterAnother() throws IOException {
        Tensor matrix = Leaf.counting(2, 3);
        assertThat(bytes(Flip.of(matrix, 0))).isEqualTo(int32(3, 4, 5, 0, 1, 2));
        assertThat(bytes(Flip.of(matrix, 1))).isEqualTo(int32(2, 1, 0, 5, 4, 3));
        assertThat(bytes(Flip.of(Flip.of(matrix, 0), 1))).isEqualTo(int32(5, 4, 3, 2, 1, 0));
        assertThat(bytes(Flip.of(Flip.of(matrix, 1), 1))).isEqualTo(int32(0, 1, 2, 3, 4, 5));
    }

    @Test
    void anAxisWithNothingToFlipStays() throws IOException {
        Leaf row = Leaf.counting(1, 3);
        assertThat(Flip.of(row, 0)).isSameAs(row);
        assertThat(bytes(Flip.of(Leaf.counting(3, 0), 0))).isEmpty();
        assertThat(bytes(Flip.of(Leaf.counting(0, 3), 1))).isEmpty();
    }

    @Test
    void anAxisThatIsNotThere() {
        assertThatThrownBy(() -> Flip.of(Leaf.counting(3, 2), 2))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot flip int32[3, 2] on axis 2: its axes are 0 to 1");
    }
}
