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
import ckpts.tensor.kernel.Promotion;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArithmeticTest extends TensorContract {
    private static final Path GOLDENS = Path.of("src/test/fixtures/number_formats/goldens.properties");

    /** A row and a column, broadcast to 90 times 70. */
    @Override
    protected Tensor tensor() {
        return Arithmetic.subtract(Leaf.counting(90, 1), Leaf.counting(70));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(90, 70));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[6300];
        for (int at = 0; at < values.length; at++) {
            values[at] = at / 70 - at % 70;
        }
        return int32(values);
    }

    @Override
    protected String expectedDescription() {
        return "subtract";
    }

    private static Tensor list(DType dtype, Object... values) {
        return Constant.list(dtype, List.of(values));
    }

    private static Properties goldens() throws IOException {
        Properties goldens = new Properties();
        try (Reader in = Files.newBufferedReader(GOLDENS)) {
            goldens.load(in);
        }
        return goldens;
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32"})
    void floatsAreComputedBitForBitAsInNumPy(DType dtype) throws Exception {
        Tensor left = codes(dtype, dtype == DType.FLOAT32 ? 2654435761L : 1, 0);
        Tensor right = dtype == DType.FLOAT32 ? codes(dtype, 2246822519L, 374761393) : codes(dtype, 40503, 1);
        Properties goldens = goldens();
        assertThat(sha256(Arithmetic.add(left, right))).isEqualTo(goldens.getProperty(dtype + ".add"));
        assertThat(sha256(Arithmetic.subtract(left, right))).isEqualTo(goldens.getProperty(dtype + ".subtract"));
        assertThat(sha256(Arithmetic.multiply(left, right))).isEqualTo(goldens.getProperty(dtype + ".multiply"));
        assertThat(sha256(Arithmetic.divide(left, right))).isEqualTo(goldens.getProperty(dtype + ".divide"));
    }

    private static Tensor codes(DType dtype, long factor, long offset) {
        ByteBuffer out = ByteBuffer.allocate(dtype.width() << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (long n = 0; n < 1 << 16; n++) {
            if (dtype == DType.FLOAT32) {
                out.putInt((int) (n * factor + offset));
            } else {
                out.putShort((short) (n * factor + offset));
            }
        }
        return Leaf.of(dtype, Shape.of(1 << 16), out.array());
    }

    private static String sha256(Tensor tensor) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(tensor)));
    }

    @Test
    void twoTensorsHaveTheCommonTypeOfNumPy() throws IOException {
        goldens().forEach((key, value) -> {
            String[] parts = ((String) key).split("\\.");
            if (parts[0].equals("common")) {
                DType left = DType.named(parts[1]).orElseThrow();
                DType right = DType.named(parts[2]).orElseThrow();
                assertThat(Promotion.common(left, right))
                        .as("%s", key)
                        .isEqualTo(DType.named((String) value).orElseThrow());
            }
        });
    }

    @Test
    void typesThatNumPyLacksFollowTheSameRule() {
        Object[][] rules = {
            {DType.BFLOAT16, DType.FLOAT16, DType.FLOAT32},
            {DType.BFLOAT16, DType.FLOAT32, DType.FLOAT32},
            {DType.BFLOAT16, DType.INT8, DType.BFLOAT16},
            {DType.BFLOAT16, DType.INT16, DType.FLOAT32},
            {DType.BFLOAT16, DType.INT32, DType.FLOAT64},
            {DType.BFLOAT16, DType.COMPLEX64, DType.COMPLEX64},
            {DType.FLOAT8_E5M2, DType.FLOAT8_E4M3FN, DType.FLOAT16},
            {DType.FLOAT8_E5M2, DType.BFLOAT16, DType.BFLOAT16},
            {DType.FLOAT8_E5M2, DType.INT8, DType.FLOAT16},
            {DType.FLOAT4_E2M1FN, DType.FLOAT8_E4M3FN, DType.FLOAT8_E4M3FN},
            {DType.INT4, DType.UINT4, DType.INT8},
            {DType.INT4, DType.INT8, DType.INT8},
            {DType.INT4, DType.UINT2, DType.INT4},
            {DType.UINT4, DType.UINT2, DType.UINT4},
        };
        for (Object[] rule : rules) {
            assertThat(Promotion.common((DType) rule[0], (DType) rule[1])).isEqualTo(rule[2]);
            assertThat(Promotion.common((DType) rule[1], (DType) rule[0])).isEqualTo(rule[2]);
        }
    }

    @Test
    void aNumberInAScriptTakesTheTensorsTypeWhereThatHasSuchNumbers() {
        assertThat(Promotion.literal(DType.BFLOAT16, true)).isEqualTo(DType.BFLOAT16);
        assertThat(Promotion.literal(DType.BFLOAT16, false)).isEqualTo(DType.BFLOAT16);
        assertThat(Promotion.literal(DType.INT8, true)).isEqualTo(DType.INT8);
        assertThat(Promotion.literal(DType.INT8, false)).isEqualTo(DType.FLOAT64);
        assertThat(Promotion.literal(DType.BOOL, true)).isEqualTo(DType.INT64);
        assertThatThrownBy(() -> Promotion.literal(DType.QINT8, true))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot compute with qint8 elements");
    }

    @Test
    void minimumAndMaximumKeepNaNAndKnowUnsignedNumbers() throws IOException {
        Tensor a = list(DType.FLOAT32, 1, Double.NaN, 3);
        Tensor b = list(DType.FLOAT32, 2, 2, Double.NaN);
        assertThat(bytes(Arithmetic.minimum(a, b))).isEqualTo(float32(1, Double.NaN, Double.NaN));
        assertThat(bytes(Arithmetic.maximum(a, b))).isEqualTo(float32(2, Double.NaN, Double.NaN));
        Tensor large = Arithmetic.negate(list(DType.UINT64, 1));
        assertThat(bytes(Arithmetic.maximum(large, list(DType.UINT64, 5)))).isEqualTo(bytes(large));
        assertThatThrownBy(() -> Arithmetic.minimum(a, Cast.of(a, DType.COMPLEX64)))
                .hasMessage(
                        "cannot take the minimum of float32[3] and complex64[3]: their common type is complex64, which"
                                + " has no order");
    }

    @Test
    void powersAreThoseOfC() throws IOException {
        Tensor base = list(DType.FLOAT64, 2, -8, 1, -1, 0, -2);
        Tensor exponent = list(DType.FLOAT64, 0.5, 1.0 / 3, Double.NaN, Double.POSITIVE_INFINITY, -1, 3);
        Tensor expected = list(DType.FLOAT64, Math.sqrt(2), Double.NaN, 1, 1, Double.POSITIVE_INFINITY, -8);
        assertThat(bytes(Arithmetic.power(base, exponent))).isEqualTo(bytes(expected));
        assertThatThrownBy(() -> Arithmetic.power(list(DType.BOOL, true), list(DType.BOOL, true)))
                .hasMessage("cannot take the power of bool[1] and bool[1]: their common type is bool, powers are of"
                        + " integers and floats only: cast one of them");
    }

    @Test
    void powersOfIntegersWrapAsInNumPy() throws IOException {
        Tensor base = list(DType.INT8, 2, -3, 5, 0, 0, -1);
        assertThat(bytes(Arithmetic.power(base, list(DType.INT8, 6, 3, 4, 0, 5, 127))))
                .isEqualTo(new byte[] {64, -27, 113, 1, 0, -1});
        assertThat(bytes(Arithmetic.power(base, Constant.literal(2L, DType.INT8))))
                .isEqualTo(new byte[] {4, 9, 25, 0, 0, 1});
        Tensor large = Leaf.of(DType.UINT64, Shape.scalar(), new byte[] {0, 0, 0, 0, 0, 0, 0, -128});
        assertThat(bytes(Arithmetic.power(Constant.literal(3L, DType.UINT64), large)))
                .isEqualTo(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void exponentsThatMayBeNegativeAreNoneOfIntegers() throws IOException {
        assertThatThrownBy(() -> Arithmetic.power(Leaf.counting(2), Leaf.counting(2)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot take the power of int32[2] and int32[2]: integers have no negative powers: cast the"
                        + " exponents to an unsigned type, or the base to a float");
        assertThatThrownBy(() -> Arithmetic.power(Leaf.counting(2), list(DType.INT8, 1, -1)))
                .hasMessageContaining("integers have no negative powers");
        assertThat(bytes(Arithmetic.power(Leaf.float32(Shape.of(1), 4), list(DType.INT8, -1))))
                .isEqualTo(float32(0.25));
    }

    @Test
    void integersWrap() throws IOException {
        Tensor bytes = list(DType.INT8, 127, -128, 100);
        assertThat(bytes(Arithmetic.add(bytes, list(DType.INT8, 1)))).isEqualTo(new byte[] {-128, -127, 101});
        assertThat(bytes(Arithmetic.multiply(bytes, bytes))).isEqualTo(new byte[] {1, 0, 16});
        assertThat(bytes(Arithmetic.negate(bytes))).isEqualTo(new byte[] {-127, -128, -100});
        assertThat(bytes(Arithmetic.abs(bytes))).isEqualTo(new byte[] {127, -128, 100});
        assertThat(bytes(Arithmetic.negate(list(DType.UINT8, 1)))).isEqualTo(new byte[] {-1});
    }

    @Test
    void divisionOfIntegersIsNotCutShort() throws IOException {
        Tensor quotient = Arithmetic.divide(list(DType.INT32, 1, -7, 1), list(DType.INT32, 2, 2, 0));
        assertThat(quotient.type().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(bytes(Cast.of(quotient, DType.FLOAT32))).isEqualTo(float32(0.5, -3.5, Double.POSITIVE_INFINITY));
    }

    @Test
    void truthValuesAreJoinedByOrAndAnd() throws IOException {
        Tensor left = list(DType.BOOL, false, false, true, true);
        Tensor right = list(DType.BOOL, false, true, false, true);
        assertThat(bytes(Arithmetic.add(left, right))).isEqualTo(new byte[] {0, 1, 1, 1});
        assertThat(bytes(Arithmetic.multiply(left, right))).isEqualTo(new byte[] {0, 0, 0, 1});
    }

    @Test
    void complexNumbersMultiplyAndDivide() throws IOException {
        Tensor a = Leaf.of(DType.COMPLEX64, Shape.of(2), float32(1, 2, 3, -4));
        Tensor b = Leaf.of(DType.COMPLEX64, Shape.of(2), float32(3, 4, 0, 2));
        assertThat(bytes(Arithmetic.add(a, b))).isEqualTo(float32(4, 6, 3, -2));
        assertThat(bytes(Arithmetic.multiply(a, b))).isEqualTo(float32(-5, 10, 8, 6));
        assertThat(bytes(Arithmetic.divide(a, b))).isEqualTo(float32(0.44, 0.08, -2, -1.5));
        assertThat(bytes(Arithmetic.negate(a))).isEqualTo(float32(-1, -2, -3, 4));
    }

    @Test
    void functionsOfOneArgument() throws IOException {
        Tensor values = Leaf.float32(Shape.of(4), 4, 0, -1, 0.25);
        assertThat(bytes(Arithmetic.sqrt(values))).isEqualTo(float32(2, 0, Double.NaN, 0.5));
        assertThat(bytes(Arithmetic.abs(values))).isEqualTo(float32(4, 0, 1, 0.25));
        assertThat(bytes(Arithmetic.exp(values)))
                .isEqualTo(float32(StrictMath.exp(4), 1, StrictMath.exp(-1), StrictMath.exp(0.25)));
        assertThat(bytes(Arithmetic.log(values)))
                .isEqualTo(float32(StrictMath.log(4), Double.NEGATIVE_INFINITY, Double.NaN, StrictMath.log(0.25)));
        assertThat(Arithmetic.sqrt(list(DType.INT8, 4)).type().dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void impossibleOperationsNameBothTypes() {
        Leaf matrix = Leaf.counting(2, 3);
        assertThatThrownBy(() -> Arithmetic.add(matrix, Leaf.float32(Shape.of(2), 1, 2)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage(
                        "cannot add int32[2, 3] and float32[2]: counted from the last axis, sizes must be equal or 1,"
                                + " but axis -1 has 3 and 2");
        assertThatThrownBy(() -> Arithmetic.multiply(matrix, Leaf.of(DType.QINT8, Shape.of(3), new byte[3])))
                .hasMessage("cannot multiply int32[2, 3] and qint8[3]: qint8 elements are not numbers");
        assertThatThrownBy(() -> Arithmetic.subtract(list(DType.BOOL, true), list(DType.BOOL, true)))
                .hasMessage("cannot subtract bool[1] and bool[1]: bool has no operator -");
        assertThatThrownBy(() -> Arithmetic.negate(list(DType.BOOL, true)))
                .hasMessage("cannot negate bool[1]: bool has no such operation");
        assertThatThrownBy(() -> Arithmetic.exp(Leaf.of(DType.COMPLEX64, Shape.scalar(), new byte[8])))
                .hasMessage("cannot exp complex64[]: complex64 has no such operation");
    }
}
