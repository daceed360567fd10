package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.CastReport;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        Tensor real = Cast.of(both, DType.INT32);
        assertThat(longs(real)).containsExactly(3);
        assertThat(losses(real, real)).isEqualTo(new CastReport(1, 0, 0, 0, 0, 0, 1));
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
        Tensor half = Cast.of(floats, DType.FLOAT16);
        assertThat(new Scratch(0).observations().report(half)).isEqualTo(new CastReport(0, 0, 0, 0, 0, 0, 0));
        assertThat(doubles(half)).containsExactly(1, 65504, INFINITY, -INFINITY, INFINITY, 0, NAN);
        assertThat(losses(half, half)).isEqualTo(new CastReport(7, 2, 1, 0, 0, 0, 0));
        assertThat(losses(half, half).isFaithful()).isFalse();

        Tensor whole = Cast.of(floats, DType.INT16);
        assertThat(losses(whole, whole)).isEqualTo(new CastReport(7, 0, 0, 4, 1, 0, 0));

        Tensor wrapped = Cast.of(list(DType.INT32, 127, 128, -1), DType.INT8);
        assertThat(losses(wrapped, wrapped)).isEqualTo(new CastReport(3, 0, 0, 0, 0, 1, 0));

        Tensor unsigned = Cast.of(list(DType.INT64, -1, 1), DType.UINT64);
        assertThat(losses(unsigned, unsigned)).isEqualTo(new CastReport(2, 0, 0, 0, 0, 1, 0));
    }

    @Test
    void theReportDoesNotDependOnChunksThatCutElements() throws IOException {
        Tensor half = Cast.of(Leaf.float32(Shape.of(3), 1e9, 1, 1e9), DType.FLOAT16);
        Scratch run = new Scratch(1 << 20);
        try (TensorReader reader = half.open(run)) {
            for (int at = 0; at < 6; at++) {
                reader.read(at, ByteBuffer.allocate(1));
            }
        }
        assertThat(run.observations().report(half)).isEqualTo(new CastReport(3, 2, 0, 0, 0, 0, 0));
    }

    /** Numbers of which every third is too large for float16. */
    private static Tensor everyThirdTooLarge(DType dtype, int size) {
        Object[] values = new Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % 3 == 0 ? 70_000 : i % 1000;
        }
        return list(dtype, values);
    }

    /** Bytes to bytes, and through numbers. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "INT32"})
    void anElementCountsOnceHoweverManyReadersReadIt(DType from) throws IOException {
        Tensor half = Cast.of(everyThirdTooLarge(from, 30_000), DType.FLOAT16);
        Scratch run = new Scratch(1 << 20);
        try (TensorReader one = half.open(run);
                TensorReader other = half.open(run)) {
            one.read(3, ByteBuffer.allocate(20_001));
            assertThat(run.observations().report(half)).isEqualTo(new CastReport(10_001, 3333, 0, 0, 0, 0, 0));
            other.read(0, ByteBuffer.allocate(2));
            other.read(50_000, ByteBuffer.allocate(10_000));
            assertThat(run.observations().report(half)).isEqualTo(new CastReport(15_002, 5000, 0, 0, 0, 0, 0));
            one.read(0, ByteBuffer.allocate(60_000));
            other.read(0, ByteBuffer.allocate(60_000));
        }
        assertThat(run.observations().report(half)).isEqualTo(new CastReport(30_000, 10_000, 0, 0, 0, 0, 0));
    }

    @Test
    void runsAtOneTimeCountForThemselves() throws IOException {
        Tensor half = Cast.of(everyThirdTooLarge(DType.FLOAT32, 900), DType.FLOAT16);
        Scratch one = new Scratch(1 << 20);
        Scratch other = new Scratch(1 << 20);
        try (TensorReader ofOne = half.open(one);
                TensorReader ofOther = half.open(other)) {
            ofOne.read(0, ByteBuffer.allocate(1800));
            ofOther.read(0, ByteBuffer.allocate(600));
        }
        assertThat(one.observations().report(half)).isEqualTo(new CastReport(900, 300, 0, 0, 0, 0, 0));
        assertThat(other.observations().report(half)).isEqualTo(new CastReport(300, 100, 0, 0, 0, 0, 0));
    }

    /** Each thread reads all of it, in pieces that overlap those of the others. */
    @Test
    void threadsOfOneRunCountEachElementOnce() throws Exception {
        int size = 100_000;
        Tensor half = Cast.of(everyThirdTooLarge(DType.FLOAT32, size), DType.FLOAT16);
        Scratch run = new Scratch(64 << 20);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> readings = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int piece = 2 * (997 + 500 * thread);
                readings.add(threads.submit(() -> {
                    try (TensorReader reader = half.open(run)) {
                        for (int at = 0; at < 2 * size; at += piece) {
                            reader.read(at, ByteBuffer.allocate(Math.min(piece, 2 * size - at)));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> reading : readings) {
                reading.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(run.observations().report(half)).isEqualTo(new CastReport(size, 33_334, 0, 0, 0, 0, 0));
    }

    /** What is not counted has nothing to count: every value is finite, zero or NaN as before, and near what it was. */
    @Test
    void castsThatAreNotObservedOnlyRound() throws IOException {
        int unobserved = 0;
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                if (from != to && from.isNumeric() && to.isNumeric()) {
                    Tensor all = bitPatterns(from);
                    Tensor cast = Cast.of(all, to);
                    assertThat(cast.isObserved()).isEqualTo(cast.observedCast().isPresent());
                    if (!cast.isObserved() && to.kind() != DType.Kind.BOOL) {
                        unobserved++;
                        requireRounded(
                                doubles(Cast.of(all, DType.FLOAT64)), doubles(Cast.of(cast, DType.FLOAT64)), cast);
                    }
                }
            }
        }
        assertThat(unobserved).isEqualTo(146);
    }

    private static void requireRounded(double[] before, double[] after, Tensor cast) {
        for (int i = 0; i < before.length; i++) {
            double error = Math.abs(after[i] - before[i]);
            boolean rounded = error <= Math.abs(before[i]) * 0x1p-24;
            if (Double.compare(before[i], after[i]) != 0 && !rounded) {
                throw new AssertionError(cast.describe() + ": " + before[i] + " is " + after[i]);
            }
        }
    }

    /** All values of a type, or of a wide one all of its upper twelve bits, with the lower ones 0, 1 and all ones. */
    private static Tensor bitPatterns(DType dtype) {
        boolean complex = dtype.kind() == DType.Kind.COMPLEX;
        int width = complex ? dtype.width() / 2 : dtype.width();
        int upper = dtype.kind() == DType.Kind.BOOL ? 1 : Math.min(12, 8 * width);
        int lower = 8 * width - upper;
        ByteBuffer out = ByteBuffer.allocate((3 << upper) * dtype.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (long bits = 0; bits < 1 << upper; bits++) {
            for (long low : new long[] {0, 1, (1L << lower) - 1}) {
                long value = dtype.kind() == DType.Kind.BOOL ? bits : bits << lower | low & (1L << lower) - 1;
                for (int part = 0; part < (complex ? 2 : 1); part++) {
                    for (int i = 0; i < width; i++) {
                        out.put((byte) (value >> 8 * i));
                    }
                }
            }
        }
        return Leaf.of(dtype, Shape.of(3 << upper), out.array());
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
