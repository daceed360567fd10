package ckpts.tensor.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KthLargestTest extends TensorContract {
    /** Not {@link KthLargest#of}, which keeps what was found. */
    @Override
    protected Tensor tensor() {
        return new KthLargest(Arithmetic.negate(Leaf.counting(100, 70)), 2000);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.scalar());
    }

    @Override
    protected byte[] expectedBytes() {
        return int32(-1999);
    }

    @Override
    protected String expectedDescription() {
        return "k-th largest, k = 2000";
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16", "FLOAT8_E5M2", "INT64", "INT8", "UINT8", "INT4"})
    void everyPlaceIsThatOfSorting(DType dtype) throws IOException {
        Random random = new Random(11);
        double[] values =
                random.doubles(500, -100, 100).map(x -> x * x * x / 7919).toArray();
        Tensor tensor = Cast.of(Leaf.float32(Shape.of(500), values), dtype);
        Tensor wide = Cast.of(tensor, DType.FLOAT64);
        double[] sorted = new double[500];
        Elements.readReals(DType.FLOAT64, little(bytes(wide)), 0, sorted, 500);
        Arrays.sort(sorted);
        for (int place : new int[] {1, 2, 17, 250, 499, 500}) {
            Tensor expected = Constant.of(new TensorType(DType.FLOAT64, Shape.scalar()), sorted[500 - place]);
            Tensor found = Cast.of(KthLargest.of(tensor, place), DType.FLOAT64);
            assertThat(bytes(found)).as("%s, place %d", dtype, place).isEqualTo(bytes(expected));
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void unsignedNumbersAndBooleansHaveTheirOwnOrder() throws IOException {
        Tensor large = Arithmetic.negate(Constant.list(DType.UINT64, List.of(1, 2, 3)));
        assertThat(bytes(KthLargest.of(large, 3)))
                .isEqualTo(bytes(Arithmetic.negate(Constant.ofLong(new TensorType(DType.UINT64, Shape.scalar()), 3))));
        Tensor flags = Constant.list(DType.BOOL, List.of(true, false, true));
        assertThat(bytes(KthLargest.of(flags, 2))).containsExactly(1);
        assertThat(bytes(KthLargest.of(flags, 3))).containsExactly(0);
    }

    @Test
    void infinitiesZerosAndNaNHaveAPlace() throws IOException {
        Leaf leaf =
                Leaf.float32(Shape.of(5), 0.0, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.POSITIVE_INFINITY);
        double[] order = {Double.NaN, Double.POSITIVE_INFINITY, 0.0, -0.0, Double.NEGATIVE_INFINITY};
        for (int place = 1; place <= 5; place++) {
            assertThat(bytes(KthLargest.of(leaf, place))).isEqualTo(float32(order[place - 1]));
        }
    }

    @Test
    void aNumberOf32BitsTakesTwoPasses() throws IOException {
        Leaf leaf = Leaf.float32(Shape.of(4096), new Random(2).doubles(4096).toArray());
        byte[] found = bytes(KthLargest.of(leaf, 100));
        assertThat(leaf.reads()).isEqualTo(2);
        ByteBuffer out = ByteBuffer.allocate(4);
        Scratch small = new Scratch(120_000);
        try (TensorReader reader = KthLargest.of(leaf, 100).open(small)) {
            reader.read(0, out);
        }
        assertThat(leaf.reads()).as("with little memory, four").isEqualTo(6);
        assertThat(out.array()).isEqualTo(found);
    }

    @Test
    void placesBeyondTheElementsAreRefused() {
        assertThatThrownBy(() -> KthLargest.of(Leaf.counting(2, 2), 5))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot take the k-th largest element of int32[2, 2] with k = 5: k must be 1 to 4");
        assertThatThrownBy(() -> KthLargest.of(Leaf.counting(2, 2), 0)).isInstanceOf(TensorTypeException.class);
        assertThatThrownBy(() -> KthLargest.of(Cast.of(Leaf.counting(2), DType.COMPLEX64), 1))
                .hasMessage("cannot order complex64[2]: complex64 elements are not real numbers");
    }
}
