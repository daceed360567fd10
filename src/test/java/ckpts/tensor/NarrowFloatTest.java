package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NarrowFloatTest {
    private static final Path GOLDENS = Path.of("src/test/fixtures/number_formats/goldens.properties");
    private static final int[] LOWER_HALVES = {0, 1, 0x0FFF, 0x1000, 0x1001, 0x7FFF, 0x8000, 0x8001, 0xFFFF};

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {
                "FLOAT16",
                "BFLOAT16",
                "FLOAT8_E5M2",
                "FLOAT8_E4M3FN",
                "FLOAT8_E4M3FNUZ",
                "FLOAT8_E4M3B11FNUZ",
                "FLOAT8_E5M2FNUZ",
                "FLOAT4_E2M1FN"
            })
    void everyCodeAndManyFloatsConvertAsInNumPy(DType dtype) throws IOException {
        NarrowFloat encoding = NarrowFloat.of(dtype);
        Properties goldens = new Properties();
        try (Reader in = Files.newBufferedReader(GOLDENS)) {
            goldens.load(in);
        }
        assertThat(sha256(allDecoded(encoding))).isEqualTo(goldens.getProperty(dtype + ".decode"));
        assertThat(sha256(samplesEncoded(encoding, dtype.width()))).isEqualTo(goldens.getProperty(dtype + ".encode"));
    }

    private static ByteBuffer allDecoded(NarrowFloat encoding) {
        int codes = 1 << encoding.bits();
        ByteBuffer out = ByteBuffer.allocate(8 * codes).order(ByteOrder.LITTLE_ENDIAN);
        for (int code = 0; code < codes; code++) {
            out.putLong(Double.doubleToLongBits(encoding.decode(code)));
        }
        return out.flip();
    }

    private static ByteBuffer samplesEncoded(NarrowFloat encoding, int width) {
        ByteBuffer out =
                ByteBuffer.allocate(width * (LOWER_HALVES.length << 16)).order(ByteOrder.LITTLE_ENDIAN);
        for (int upper = 0; upper < 1 << 16; upper++) {
            for (int lower : LOWER_HALVES) {
                float value = Float.intBitsToFloat(upper << 16 | lower);
                if (!Float.isNaN(value) && width == 2) {
                    out.putShort((short) encoding.encode(value));
                } else if (!Float.isNaN(value)) {
                    out.put((byte) encoding.encode(value));
                }
            }
        }
        return out.flip();
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void encodingRoundsOnceFromTheDoubleAndNotThroughFloat() {
        // Just above the tie between 1 and 1 + 2^-10; a float would land on the tie, and the tie goes to 1.
        assertThat(NarrowFloat.FLOAT16.encode(1 + 0x1p-11 + 0x1p-40)).isEqualTo(0x3c01);
        assertThat(NarrowFloat.FLOAT16.encode(1 + 0x1p-11)).isEqualTo(0x3c00);
    }

    @Test
    void aNaNHasOneCode() {
        double negativeNaN = Double.longBitsToDouble(0xfff8000000000001L);
        assertThat(NarrowFloat.FLOAT16.encode(negativeNaN)).isEqualTo(0x7e00);
        assertThat(NarrowFloat.BFLOAT16.encode(negativeNaN)).isEqualTo(0x7fc0);
        assertThat(NarrowFloat.FLOAT8_E5M2.encode(negativeNaN)).isEqualTo(0x7e);
        assertThat(NarrowFloat.FLOAT8_E4M3FN.encode(negativeNaN)).isEqualTo(0x7f);
        assertThat(NarrowFloat.FLOAT8_E4M3FNUZ.encode(negativeNaN)).isEqualTo(0x80);
        assertThat(NarrowFloat.FLOAT4_E2M1FN.encode(negativeNaN)).isEqualTo(0x8);
    }

    @Test
    void thresholdsSeparateWhatOverflowsAndVanishesFromWhatDoesNot() {
        assertThat(NarrowFloat.FLOAT16.largest()).isEqualTo(65504);
        assertThat(NarrowFloat.FLOAT16.overflowsFrom()).isEqualTo(65520);
        assertThat(NarrowFloat.FLOAT16.vanishesUpTo()).isEqualTo(0x1p-25);
        assertThat(NarrowFloat.FLOAT8_E4M3FN.largest()).isEqualTo(448);
        assertThat(NarrowFloat.FLOAT8_E4M3FN.overflowsFrom()).isEqualTo(Math.nextUp(464.0));
        for (DType dtype : DType.values()) {
            if (dtype.isFloat() && dtype.bits() <= 16) {
                NarrowFloat encoding = NarrowFloat.of(dtype);
                double below = encoding.decode(encoding.encode(Math.nextDown(encoding.overflowsFrom())));
                assertThat(below).as("%s", dtype).isEqualTo(encoding.largest());
                assertThat(encoding.decode(encoding.encode(encoding.vanishesUpTo())))
                        .isZero();
                assertThat(encoding.decode(encoding.encode(Math.nextUp(encoding.vanishesUpTo()))))
                        .isPositive();
            }
        }
    }

    @Test
    void doublesFarOutsideTheRangeDoNotWrapAround() {
        for (DType dtype : DType.values()) {
            if (dtype.isFloat()
                    && dtype.bits() <= 16
                    && NarrowFloat.of(dtype).specials() == NarrowFloat.Specials.IEEE) {
                NarrowFloat encoding = NarrowFloat.of(dtype);
                assertThat(encoding.decode(encoding.encode(Double.MAX_VALUE))).isEqualTo(Double.POSITIVE_INFINITY);
                assertThat(encoding.decode(encoding.encode(-Double.MAX_VALUE))).isEqualTo(Double.NEGATIVE_INFINITY);
                assertThat(encoding.encode(Double.MIN_VALUE)).isZero();
            }
        }
    }

    @Test
    void widerTypesHaveNoNarrowEncoding() {
        assertThatThrownBy(() -> NarrowFloat.of(DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("float32 is not a float of at most 16 bits");
    }
}
