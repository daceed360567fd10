package ckpts.tensor.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Constant;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Comparison EQUAL = new Comparison(0, OptionalLong.empty(), 0);

    private static Comparison bytes(Tensor left, Tensor right) throws IOException {
        Scratch scratch = new Scratch(1 << 20);
        Comparison comparison = Comparison.bytesEqual(left, right, scratch);
        assertThat(scratch.used()).isZero();
        return comparison;
    }

    private static Comparison within(Tensor left, Tensor right, double tolerance) throws IOException {
        Scratch scratch = new Scratch(1 << 20);
        Comparison comparison = Comparison.within(left, right, tolerance, scratch);
        assertThat(scratch.used()).isZero();
        return comparison;
    }

    @Test
    void equalBytesAreEqual() throws IOException {
        assertThat(bytes(Leaf.counting(50_000), Leaf.counting(50_000))).isEqualTo(EQUAL);
        assertThat(bytes(Leaf.counting(0), Leaf.counting(0)).equal()).isTrue();
    }

    @Test
    void differingElementsAreCountedAndTheFirstIsNamed() throws IOException {
        byte[] changed = new byte[200_000];
        changed[70_001] = 1;
        changed[70_003] = 1;
        changed[199_999] = 1;
        Leaf zeros = Leaf.of(DType.INT32, Shape.of(50_000), new byte[200_000]);
        assertThat(bytes(zeros, Leaf.of(DType.INT32, Shape.of(50_000), changed)))
                .isEqualTo(new Comparison(2, OptionalLong.of(17_500), 0));
    }

    @Test
    void bytesTellMinusZeroFromZeroAndValuesDoNot() throws IOException {
        Leaf zero = Leaf.float32(Shape.of(1), 0);
        Leaf minusZero = Leaf.float32(Shape.of(1), -0.0);
        assertThat(bytes(zero, minusZero).equal()).isFalse();
        assertThat(within(zero, minusZero, 0).equal()).isTrue();
    }

    @Test
    void valuesMayDifferByTheTolerance() throws IOException {
        Leaf left = Leaf.float32(Shape.of(3), 1, 2, 3);
        Leaf right = Leaf.float32(Shape.of(3), 1, 2.5, 3.25);
        assertThat(within(left, right, 0.5)).isEqualTo(new Comparison(0, OptionalLong.empty(), 0.5));
        assertThat(within(left, right, 0.25)).isEqualTo(new Comparison(1, OptionalLong.of(1), 0.5));
        assertThat(within(left, right, 0)).isEqualTo(new Comparison(2, OptionalLong.of(1), 0.5));
    }

    @Test
    void nanEqualsNanAndInfinityOnlyItsLike() throws IOException {
        Leaf left = Leaf.float32(Shape.of(4), Double.NaN, INFINITY, INFINITY, 1);
        assertThat(within(left, Leaf.float32(Shape.of(4), Double.NaN, INFINITY, INFINITY, 1), 0))
                .isEqualTo(EQUAL);
        assertThat(within(left, Leaf.float32(Shape.of(4), 0, INFINITY, -INFINITY, 1), INFINITY))
                .isEqualTo(new Comparison(2, OptionalLong.of(0), 0));
    }

    @Test
    void elementTypesMayDiffer() throws IOException {
        assertThat(within(Leaf.counting(3), Leaf.float32(Shape.of(3), 0, 1, 2), 0))
                .isEqualTo(EQUAL);
    }

    @Test
    void largeIntegersAreComparedExactly() throws IOException {
        Tensor left = Constant.list(DType.INT64, List.of(1L << 60, Long.MIN_VALUE));
        Tensor right = Constant.list(DType.INT64, List.of((1L << 60) + 1, Long.MAX_VALUE));
        assertThat(within(left, right, 1)).isEqualTo(new Comparison(1, OptionalLong.of(1), 0x1p64));
        assertThat(within(left, right, 0)).isEqualTo(new Comparison(2, OptionalLong.of(0), 0x1p64));
    }

    @Test
    void minusOneIsNotTheLargestUnsignedNumber() throws IOException {
        Leaf signed = Leaf.of(DType.INT64, Shape.of(1), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        Leaf unsigned = Leaf.of(DType.UINT64, Shape.of(1), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        assertThat(within(signed, unsigned, 0)).isEqualTo(new Comparison(1, OptionalLong.of(0), 0x1p64));
    }

    @Test
    void complexNumbersAreComparedPartByPart() throws IOException {
        Leaf left = Leaf.of(DType.COMPLEX64, Shape.of(2), TensorContract.float32(1, 2, 3, 4));
        Leaf right = Leaf.of(DType.COMPLEX64, Shape.of(2), TensorContract.float32(1, 2, 3, 5));
        assertThat(within(left, right, 0.5)).isEqualTo(new Comparison(1, OptionalLong.of(1), 1));
    }

    @Test
    void opaqueElementsCompareByTheirBytes() throws IOException {
        Leaf left = Leaf.of(DType.STRING, Shape.of(2), new byte[] {1, 1, 65, 66});
        assertThat(bytes(left, Leaf.of(DType.STRING, Shape.of(2), new byte[] {1, 1, 65, 66}))
                        .equal())
                .isTrue();
        assertThat(bytes(left, Leaf.of(DType.STRING, Shape.of(2), new byte[] {1, 1, 65}))
                        .equal())
                .isFalse();
    }

    @Test
    void otherShapesAndTypesAreRefused() {
        assertThatThrownBy(() -> bytes(Leaf.counting(2), Leaf.float32(Shape.of(2), 0, 1)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot compare the bytes of int32[2] and float32[2]");
        assertThatThrownBy(() -> within(Leaf.counting(2), Leaf.counting(2, 1), 0))
                .hasMessage("cannot compare the values of int32[2] and int32[2, 1]");
    }
}
