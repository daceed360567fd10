package ckpts.tensor.op;

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
import ckpts.tensor.op.Reduction.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Reduction.of(Kind.SUM, Leaf.counting(5, 300, 7), axes(1), false);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT64, Shape.of(5, 7));
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate(8 * 35).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < 35; at++) {
            long sum = 0;
            for (int j = 0; j < 300; j++) {
                sum += (at / 7 * 300 + j) * 7 + at % 7;
            }
            out.putLong(sum);
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "sum over axes [1]";
    }

    private static Optional<int[]> axes(int... axes) {
        return Optional.of(axes);
    }

    private static Tensor list(DType dtype, Object... values) {
        return Constant.list(dtype, List.of(values));
    }

    private static Leaf random(long... sizes) {
        Random random = new Random(5);
        return Leaf.float32(
                Shape.of(sizes),
                random.doubles(Shape.of(sizes).elementCount(), -1, 1).toArray());
    }

    private static double[] reals(Tensor tensor) throws IOException {
        double[] values = new double[(int) tensor.type().shape().elementCount()];
        Elements.readReals(
                tensor.type().dtype(),
                ByteBuffer.wrap(bytes(tensor)).order(ByteOrder.LITTLE_ENDIAN),
                0,
                values,
                values.length);
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|[3, 4]|[1, 3, 4]",
                "1|[2, 4]|[2, 1, 4]",
                "2|[2, 3]|[2, 3, 1]",
                "0 2|[3]|[1, 3, 1]",
                "1 0|[4]|[1, 1, 4]",
                "0 1 2|[]|[1, 1, 1]"
            })
    void axesGoOrStayWithOnePosition(String list, String shape, String kept) throws IOException {
        int[] axes = java.util.stream.Stream.of(list.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        Tensor tensor = Reduction.of(Kind.SUM, Leaf.counting(2, 3, 4), axes(axes), false);
        Tensor keeping = Reduction.of(Kind.SUM, Leaf.counting(2, 3, 4), axes(axes), true);
        assertThat(tensor.type().shape()).hasToString(shape);
        assertThat(keeping.type().shape()).hasToString(kept);
        assertThat(bytes(keeping)).isEqualTo(bytes(tensor));
        assertThat(bytes(Reduction.of(Kind.SUM, tensor, Optional.empty(), false)))
                .isEqualTo(bytes(list(DType.INT64, 23 * 24 / 2)));
    }

    @Test
    void everyKindOfFloats() throws IOException {
        Tensor t = Leaf.float32(Shape.of(2, 2), 3, -1, 4, 2);
        assertThat(reals(Reduction.of(Kind.SUM, t, axes(0), false))).containsExactly(7, 1);
        assertThat(reals(Reduction.of(Kind.MEAN, t, axes(0), false))).containsExactly(3.5, 0.5);
        assertThat(reals(Reduction.of(Kind.MIN, t, axes(1), false))).containsExactly(-1, 2);
        assertThat(reals(Reduction.of(Kind.MAX, t, axes(0), false))).containsExactly(4, 2);
        assertThat(reals(Reduction.of(Kind.NORM, t, axes(0), false))).containsExactly(5, (float) Math.sqrt(5));
        assertThat(reals(Reduction.std(t, Optional.empty(), false))).containsExactly((float) Math.sqrt(3.5));
        assertThat(reals(Reduction.std(t, axes(1), true))).containsExactly(2, 1);
    }

    @Test
    void aNaNIsTheExtreme() throws IOException {
        Tensor t = Leaf.float32(Shape.of(3), 3, Double.NaN, 1);
        assertThat(reals(Reduction.of(Kind.MIN, t, Optional.empty(), false))).containsExactly(Double.NaN);
        assertThat(reals(Reduction.of(Kind.MAX, t, Optional.empty(), false))).containsExactly(Double.NaN);
    }

    @Test
    void integersHaveWideSumsAndFloatMeans() throws IOException {
        Tensor small = list(DType.INT8, 100, 100, -128);
        assertThat(bytes(Reduction.of(Kind.SUM, small, Optional.empty(), false)))
                .isEqualTo(bytes(Constant.ofLong(new TensorType(DType.INT64, Shape.scalar()), 72)));
        assertThat(Reduction.of(Kind.SUM, list(DType.UINT16, 1), axes(0), false)
                        .type()
                        .dtype())
                .isEqualTo(DType.UINT64);
        assertThat(Reduction.of(Kind.SUM, list(DType.BOOL, true, true), axes(0), false)
                        .type()
                        .dtype())
                .isEqualTo(DType.INT64);
        assertThat(reals(Reduction.of(Kind.MEAN, small, Optional.empty(), false)))
                .containsExactly(24);
        assertThat(bytes(Reduction.of(Kind.MIN, small, axes(0), false))).containsExactly(-128);
        Tensor large = Arithmetic.negate(list(DType.UINT64, 1, 3, 2));
        assertThat(bytes(Reduction.of(Kind.MAX, large, axes(0), true)))
                .isEqualTo(bytes(Arithmetic.negate(list(DType.UINT64, 1))));
        assertThat(bytes(Reduction.of(Kind.MIN, large, axes(0), true)))
                .isEqualTo(bytes(Arithmetic.negate(list(DType.UINT64, 3))));
        assertThat(bytes(Reduction.of(Kind.MAX, list(DType.BOOL, false, true), axes(0), false)))
                .containsExactly(1);
    }

    @Test
    void emptyTensorsHaveSumsAndNoExtremes() throws IOException {
        Leaf nothing = Leaf.counting(0, 3);
        assertThat(bytes(Reduction.of(Kind.SUM, nothing, axes(0), false))).isEqualTo(new byte[24]);
        assertThat(reals(Reduction.of(Kind.MEAN, nothing, axes(0), false))).containsOnly(Double.NaN);
        assertThat(bytes(Reduction.of(Kind.MIN, nothing, axes(1), false))).isEmpty();
        assertThatThrownBy(() -> Reduction.of(Kind.MIN, nothing, axes(0), false))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot take the min of int32[0, 3]: there are no elements");
    }

    /** The same numbers, whichever way they are laid out and however little memory there is. */
    @Test
    void theSumDependsOnValuesAlone() throws IOException {
        Leaf columns = random(1000, 900);
        Tensor rows = Transpose.reversed(columns);
        byte[] sums = bytes(Reduction.of(Kind.SUM, columns, axes(0), false));
        assertThat(bytes(Reduction.of(Kind.SUM, rows, axes(1), false))).isEqualTo(sums);
        Tensor parts = Reshape.of(columns, Shape.of(10, 100, 900));
        assertThat(bytes(Reduction.of(Kind.SUM, parts, axes(0, 1), false))).isEqualTo(sums);
        Tensor apart = Transpose.of(parts, new int[] {0, 2, 1});
        assertThat(bytes(Reduction.of(Kind.SUM, apart, axes(0, 2), false))).isEqualTo(sums);
        ByteBuffer out = ByteBuffer.allocate(sums.length);
        Scratch small = new Scratch(200_000);
        try (TensorReader reader =
                Reduction.of(Kind.SUM, columns, axes(0), false).open(small)) {
            for (int at = 0; at < sums.length; at += 17) {
                reader.read(at, out.limit(Math.min(sums.length, at + 17)));
            }
        }
        assertThat(out.array()).isEqualTo(sums);
        assertThat(small.peak()).isLessThan(200_000);
    }

    @Test
    void sumsAreThoseOfFloat64() throws IOException {
        Leaf leaf = random(100_000);
        double exact = 0;
        for (double value : reals(leaf)) {
            exact += value;
        }
        assertThat(reals(Reduction.of(Kind.SUM, leaf, axes(0), false))).containsExactly((float) exact);
    }

    @Test
    void aScalarIsComputedOnceHoweverOftenItIsUsed() throws IOException {
        Leaf leaf = random(10_000);
        Tensor sum = Reduction.of(Kind.SUM, leaf, Optional.empty(), false);
        bytes(Arithmetic.multiply(leaf, Arithmetic.add(sum, sum)));
        long reads = leaf.reads();
        bytes(sum);
        assertThat(leaf.reads()).isEqualTo(reads);
    }

    @Test
    void whatCannotBeReducedIsNamed() {
        Leaf leaf = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Reduction.of(Kind.SUM, leaf, axes(2), false))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot take the sum of int32[2, 3] on axis 2: its axes are 0 to 1");
        assertThatThrownBy(() -> Reduction.of(Kind.MAX, leaf, axes(1, 1), false))
                .hasMessage("cannot take the max of int32[2, 3] over axis 1 twice: list each axis once");
        assertThatThrownBy(() -> Reduction.std(Cast.of(leaf, DType.COMPLEX64), axes(1), false))
                .hasMessage("cannot take the std of complex64[2, 3]: complex64 elements are not real numbers");
    }
}
