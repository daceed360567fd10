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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CastTest extends TensorContract {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Override
    protected Tensor tensor() {
        return Cast.of(Leaf.counting(100, 50), DType.BFLOAT16);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.BFLOAT16, Shape.of(100, 50));
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 5000; i++) {
            // A bfloat16 is the upper half of a float32; integers below 2^24 are exact in one.
            int bits = Float.floatToIntBits(i);
            out.putShort((short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16));
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "cast int32 to bfloat16";
    }

    private static Tensor list(DType dtype, Object... values) {
        return Constant.list(dtype, List.of(values));
    }

    private static double[] doubles(Tensor tensor) throws IOException {
        double[] out = new double[(int) tensor.type().shape().elementCount()];
        byte[] bytes = bytes(tensor);
        Elements.readReals(
                tensor.type().dtype(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, out, out.length);
        return out;
    }

    private static long[] longs(Tensor tensor) throws IOException {
        long[] out = new long[(int) tensor.type().shape().elementCount()];
        byte[] bytes = bytes(tensor);
        Elements.readWholes(
                tensor.type().dtype(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, out, out.length);
        return out;
    }

    @Test
    void floatsAreTruncatedToIntegersAndClampedToTheirRange() throws IOException {
        Tensor floats = Leaf.float32(Shape.of(8), 1.9, -1.9, 1e10, -1e10, NAN, INFINITY, -INFINITY, 127.5);
        assertThat(longs(Cast.of(floats, DType.INT8))).containsExactly(1, -1, 127, -128, 0, 127, -128, 127);
        assertThat(longs(Cast.of(floats, DType.UINT8))).containsExactly(1, 0, 255, 0, 0, 255, 0, 127);
        assertThat(longs(Cast.of(floats, DType.INT4))).containsExactly(1, -1, 7, -8, 0, 7, -8, 7);
        assertThat(longs(Cast.of(floats, DType.UINT2))).containsExactly(1, 0, 3, 0, 0, 3, 0, 3);
        assertThat(longs(Cast.of(floats, DType.INT64)))
                .containsExactly(1, -1, 10_000_000_000L, -10_000_000_000L, 0, Long.MAX_VALUE, Long.MIN_VALUE, 127);
    }

    @Test
    void unsigned64HoldsWhatIsAboveTheSignBit() throws IOException {
        Tensor floats = list(DType.FLOAT64, 0x1p63, 0x1.8p63, 0x1p64, -1.0, 3.0);
        Tensor cast = Cast.of(floats, DType.UINT64);
        assertThat(longs(cast)).containsExactly(1L << 63, 3L << 62, -1, 0, 3);
        assertThat(doubles(Cast.of(cast, DType.FLOAT64))).containsExactly(0x1p63, 0x1.8p63, 0x1p64, 0, 3);
    }

    @Test
    void integersKeepTheirLowBits() throws IOException {
        Tensor integers = list(DType.INT32, 300, -1, -129, 8);
        assertThat(longs(Cast.of(integers, DType.UINT8))).containsExactly(44, 255, 127, 8);
        assertThat(longs(Cast.of(integers, DType.INT8))).containsExactly(44, -1, 127, 8);
        assertThat(longs(Cast.of(integers, DType.INT4))).containsExactly(-4, -1, -1, -8);
        assertThat(longs(Cast.of(integers, DType.UINT64))).containsExactly(300, -1, -129, 8);
    }

    @Test
    void narrowIntegersLieInTheLowBitsOfAByte() throws IOException {
        assertThat(bytes(list(DType.INT4, -1, -8, 7))).isEqualTo(new byte[] {0x0f, 0x08, 0x07});
        Tensor withHighBits = Leaf.of(DType.INT4, Shape.of(2), new byte[] {(byte) 0xff, 0x17});
        assertThat(longs(Cast.of(withHighBits, DType.INT32))).containsExactly(-1, 7);
    }

    @Test
    void everythingButZeroIsTrue() throws IOException {
        assertThat(longs(Cast.of(Leaf.float32(Shape.of(4), 0, -0.0, 0.25, NAN), DType.BOOL)))
                .containsExactly(0, 0, 1, 1);
        assertThat(longs(Cast.of(list(DType.INT32, 0, -7), DType.BOOL))).containsExactly(0, 1);
        Tensor complex = Leaf.of(DType.COMPLEX64, Shape.of(2), float32(0, 0, 0, 1));
        assertThat(longs(Cast.of(complex, DType.BOOL))).containsExactly(0, 1);
        assertThat(doubles(Cast.of(list(DType.BOOL, true, false), DType.FLOAT16)))
                .containsExactly(1, 0);
    }

    @Test
    void complexNumbersComeFromAndGoToTheirRealPart() throws IOException {
        Tensor complex = Cast.of(Leaf.float32(Shape.of(2), 1.5, -2), DType.COMPLEX128);
        assertThat(doubles(Cast.of(complex, DType.FLOAT32))).containsExactly(1.5, -2);
        Tensor both = Leaf.of(DType.COMPLEX64, Shape.of(1), float32(3, 4));
        Cast real = (Cast) Cast.of(both, DType.INT32);
        assertThat(longs(real)).containsExactly(3);
        assertThat(real.report()).isEqualTo(new CastReport(1, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void largeIntegersRoundOnce() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            // Long runs of zeros and ones lie next to ties.
            long value = (random.nextLong() << random.nextInt(64)) + random.nextInt(5) - 2;
            for (DType dtype : new DType[] {DType.INT64, DType.UINT64}) {
                Tensor tensor = Leaf.of(
                        dtype,
                        Shape.scalar(),
                        ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(value)
                                .array());
                BigInteger exact =
                        dtype == DType.INT64 ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
                assertThat(doubles(Cast.of(tensor, DType.FLOAT32)))
                        .as("%s", exact)
                        .containsExactly(nearest(exact, 24));
                assertThat(doubles(Cast.of(tensor, DType.BFLOAT16)))
                        .as("%s", exact)
                        .containsExactly(nearest(exact, 8));
                assertThat(doubles(Cast.of(tensor, DType.FLOAT64)))
                        .as("%s", exact)
                        .containsExactly(nearest(exact, 53));
            }
        }
    }

    @Test
    void theLargestUnsignedIntegersRoundOnceToo() throws IOException {
        // Just below a tie of float32; a double would land on the tie, and the tie goes up.
        long value = -(1L << 39) - 1;
        byte[] bytes = {-1, -1, -1, -1, 127, -1, -1, -1};
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(value);
        Tensor tensor = Leaf.of(DType.UINT64, Shape.scalar(), bytes);
        assertThat(doubles(Cast.of(tensor, DType.FLOAT32))).containsExactly(0x1p64 - 0x1p40);
    }

    /** The nearest number of so many binary digits, ties to even, by exact arithmetic. */
    private static double nearest(BigInteger exact, int digits) {
        int shift = Math.max(0, exact.abs().bitLength() - digits);
        BigInteger step = BigInteger.ONE.shiftLeft(shift);
        BigInteger[] parts = exact.abs().divideAndRemainder(step);
        int half = parts[1].shiftLeft(1).compareTo(step);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        BigInteger magnitude =
                parts[0].add(up ? BigInteger.ONE : BigInteger.ZERO).shiftLeft(shift);
        double value = new BigDecimal(magnitude).doubleValue();
        return exact.signum() < 0 ? -value : value;
    }

    @Test
    void theReportCountsEveryValueThatLostMoreThanDigits() throws IOException {
        Tensor floats = Leaf.float32(Shape.of(7), 1, 65519, 65520, -1e30, INFINITY, 1e-9, NAN);
        Cast half = (Cast) Cast.of(floats, DType.FLOAT16);
        assertThat(half.report()).isEqualTo(new CastReport(0, 0, 0, 0, 0, 0, 0));
        assertThat(doubles(half)).containsExactly(1, 65504, INFINITY, -INFINITY, INFINITY, 0, NAN);
        assertThat(half.report()).isEqualTo(new CastReport(7, 2, 1, 0, 0, 0, 0));
        assertThat(half.report().isFaithful()).isFalse();

        Cast whole = (Cast) Cast.of(floats, DType.INT16);
        bytes(whole);
        assertThat(whole.report()).isEqualTo(new CastReport(7, 0, 0, 4, 1, 0, 0));

        Cast wrapped = (Cast) Cast.of(list(DType.INT32, 127, 128, -1), DType.INT8);
        bytes(wrapped);
        assertThat(wrapped.report()).isEqualTo(new CastReport(3, 0, 0, 0, 0, 1, 0));

        Cast unsigned = (Cast) Cast.of(list(DType.INT64, -1, 1), DType.UINT64);
        bytes(unsigned);
        assertThat(unsigned.report()).isEqualTo(new CastReport(2, 0, 0, 0, 0, 1, 0));
    }

    @Test
    void theReportDoesNotDependOnChunksThatCutElements() throws IOException {
        Cast half = (Cast) Cast.of(Leaf.float32(Shape.of(3), 1e9, 1, 1e9), DType.FLOAT16);
        try (TensorReader reader = half.open(new Scratch(1 << 20))) {
            for (int at = 0; at < 6; at++) {
                reader.read(at, ByteBuffer.allocate(1));
            }
        }
        assertThat(half.report()).isEqualTo(new CastReport(3, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void aCastToTheSameTypeIsTheInput() {
        Leaf leaf = Leaf.counting(2);
        assertThat(Cast.of(leaf, DType.INT32)).isSameAs(leaf);
    }

    @Test
    void typesWithoutNumbersAreRefused() {
        Tensor quantized = Leaf.of(DType.QINT8, Shape.of(3), new byte[3]);
        assertThatThrownBy(() -> Cast.of(quantized, DType.FLOAT32))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot cast qint8[3] to float32[3]: the scale of qint8 values is kept elsewhere");
        Tensor strings = Leaf.of(DType.STRING, Shape.of(2), new byte[9]);
        assertThatThrownBy(() -> Cast.of(strings, DType.INT32))
                .hasMessage("cannot cast string[2] to int32[2]: string elements are not numbers");
        assertThatThrownBy(() -> Cast.of(Leaf.counting(2), DType.QUINT8))
                .hasMessage("cannot cast int32[2] to quint8[2]: the scale of quint8 values is kept elsewhere");
    }
}
