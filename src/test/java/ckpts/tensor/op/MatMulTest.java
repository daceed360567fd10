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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MatMulTest extends TensorContract {
    private static Tensor real(long... sizes) {
        return Cast.of(Leaf.counting(sizes), DType.FLOAT32);
    }

    /** Two matrices by one. */
    @Override
    protected Tensor tensor() {
        return MatMul.of(real(2, 13, 7), real(7, 19));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, Shape.of(2, 13, 19));
    }

    @Override
    protected byte[] expectedBytes() {
        double[] values = new double[2 * 13 * 19];
        for (int at = 0; at < values.length; at++) {
            for (int k = 0; k < 7; k++) {
                values[at] += (at / 19 * 7 + k) * (k * 19 + at % 19);
            }
        }
        return float32(values);
    }

    @Override
    protected String expectedDescription() {
        return "matrix product";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|3|[]|5",
                "2 3|3|[2]|5 14",
                "2|2 3|[3]|3 4 5",
                "2 2|2 1|[2, 1]|1 3",
                "2 1 2|1 2 1|[2, 1, 1]|1 3",
                "2 1 2|2 2 1|[2, 1, 1]|1 13",
                "2 1 2|2|[2, 1]|1 3",
                "1 0|0 1|[1, 1]|0",
            })
    void shapesAreThoseOfNumPy(String left, String right, String shape, String values) throws IOException {
        Tensor product = MatMul.of(real(sizes(left)), real(sizes(right)));
        assertThat(product.type().shape()).hasToString(shape);
        assertThat(bytes(product))
                .isEqualTo(float32(java.util.stream.Stream.of(values.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray()));
    }

    private static long[] sizes(String text) {
        return java.util.stream.Stream.of(text.split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    @Test
    void littleMemoryMakesNoDifference() throws IOException {
        Random random = new Random(3);
        Leaf left = Leaf.float32(
                Shape.of(70, 1500), random.doubles(70 * 1500, -1, 1).toArray());
        Leaf right = Leaf.float32(
                Shape.of(1500, 1300), random.doubles(1500 * 1300, -1, 1).toArray());
        Tensor product = MatMul.of(left, right);
        byte[] plenty = bytes(product);
        ByteBuffer out = ByteBuffer.allocate(plenty.length);
        Scratch small = new Scratch(300_000);
        try (TensorReader reader = product.open(small)) {
            reader.read(0, out);
        }
        assertThat(out.array()).isEqualTo(plenty);
        double exact = 0;
        for (int k = 0; k < 1500; k++) {
            exact += (double) value(left, k) * value(right, k * 1300L);
        }
        assertThat(out.order(ByteOrder.LITTLE_ENDIAN).getFloat(0)).isEqualTo((float) exact);
    }

    private static float value(Leaf leaf, long element) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        try (TensorReader reader = leaf.open(new Scratch(0))) {
            reader.read(element * 4, one);
        }
        return one.getFloat(0);
    }

    @Test
    void theTypeIsTheCommonOne() {
        assertThat(MatMul.of(real(2, 2), Leaf.counting(2, 2)).type().dtype()).isEqualTo(DType.FLOAT64);
        Tensor half = Cast.of(real(2, 2), DType.FLOAT16);
        assertThat(MatMul.of(half, half).type().dtype()).isEqualTo(DType.FLOAT16);
        assertThat(MatMul.of(half, Cast.of(half, DType.BFLOAT16)).type().dtype())
                .isEqualTo(DType.FLOAT32);
    }

    @Test
    void productsOfIntegersWrap() throws IOException {
        Tensor row = Constant.list(DType.INT8, List.of(List.of(100, -100, 1)));
        Tensor column = Constant.list(DType.INT8, List.of(List.of(3), List.of(2), List.of(1)));
        assertThat(bytes(MatMul.of(row, column))).isEqualTo(new byte[] {101});
        Tensor large = Constant.list(DType.INT64, List.of((1L << 53) + 1, 1L));
        assertThat(bytes(MatMul.of(large, Constant.list(DType.INT32, List.of(3, 1)))))
                .isEqualTo(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(3 * (1L << 53) + 4)
                        .array());
    }

    @Test
    void truthValuesAreJoinedByOrOfAnd() throws IOException {
        Tensor rows = Constant.list(DType.BOOL, List.of(List.of(true, true), List.of(true, false)));
        Tensor column = Constant.list(DType.BOOL, List.of(true, true));
        assertThat(bytes(MatMul.of(rows, column))).isEqualTo(new byte[] {1, 1});
        assertThat(bytes(MatMul.of(rows, Constant.list(DType.BOOL, List.of(false, true)))))
                .isEqualTo(new byte[] {1, 0});
    }

    /** (1 + 2i) * 3 + (-1 + i) * (2 - i) = 2 + 9i. */
    @Test
    void complexNumbersAndReals() throws IOException {
        Tensor row = Leaf.of(DType.COMPLEX64, Shape.of(2), float32(1, 2, -1, 1));
        Tensor column = Leaf.of(DType.COMPLEX64, Shape.of(2), float32(3, 0, 2, -1));
        assertThat(bytes(MatMul.of(row, column))).isEqualTo(float32(2, 9));
        assertThat(bytes(MatMul.of(row, Leaf.float32(Shape.of(2), 3, 2)))).isEqualTo(float32(1, 8));
    }

    /** A smaller block than the matrices, and chunks that end within a row of it. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT32", "COMPLEX64"})
    void littleMemoryMakesNoDifferenceToOtherNumbers(DType dtype) throws IOException {
        Tensor counted = Cast.of(Leaf.counting(40, 300), dtype);
        Tensor left = Leaf.of(dtype, Shape.of(40, 300), bytes(counted));
        Tensor right = Leaf.of(dtype, Shape.of(300, 40), bytes(Transpose.reversed(counted)));
        Tensor product = MatMul.of(left, right);
        byte[] plenty = bytes(product);
        ByteBuffer out = ByteBuffer.allocate(plenty.length);
        try (TensorReader reader = product.open(new Scratch(300_000))) {
            reader.read(0, out);
        }
        assertThat(out.array()).isEqualTo(plenty);
        long dot = 0;
        for (int k = 0; k < 300; k++) {
            dot += (300L + k) * (600 + k);
        }
        int at = (40 + 2) * dtype.width();
        byte[] one = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(dot)
                .array();
        Tensor expected = Cast.of(Leaf.of(DType.INT64, Shape.scalar(), one), dtype);
        assertThat(Arrays.copyOfRange(plenty, at, at + dtype.width())).isEqualTo(bytes(expected));
    }

    @Test
    void theOuterProductTakesLists() throws IOException {
        assertThat(bytes(MatMul.outer(Leaf.counting(3), Leaf.counting(1, 2)))).isEqualTo(int32(0, 0, 0, 1, 0, 2));
    }

    @Test
    void whatCannotBeMultipliedIsNamed() {
        assertThatThrownBy(() -> MatMul.of(real(2, 3), real(4, 3)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot multiply the matrices float32[2, 3] and float32[4, 3]: the first has 3 columns, the"
                        + " second 4 rows");
        assertThatThrownBy(() -> MatMul.of(real(2, 3), real(2)))
                .hasMessage("cannot multiply the matrices float32[2, 3] and float32[2]: the first has 3 columns, the"
                        + " second 2 rows");
        assertThatThrownBy(() -> MatMul.of(real(2, 1, 2), real(3, 2, 1)))
                .hasMessage(
                        "cannot multiply the matrices float32[2, 1, 2] and float32[3, 2, 1]: the axes before the last"
                                + " two, [2] and [3], do not broadcast");
        assertThatThrownBy(() -> MatMul.of(real(2, 3), real()))
                .hasMessage(
                        "cannot multiply the matrices float32[2, 3] and float32[]: a scalar is not a matrix, multiply"
                                + " with *");
        Tensor words = Leaf.of(DType.STRING, Shape.of(1), new byte[1]);
        assertThatThrownBy(() -> MatMul.of(words, real(1)))
                .hasMessage("cannot multiply the matrices string[1] and float32[1]: string elements are not numbers");
    }
}
