package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import ckpts.tensor.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short way comes to the same codes as {@link NarrowFloat}, which is held to NumPy's. */
class HalfFloatsTest {
    private static final int CHUNK = 1 << 16;

    /** Every 251st float32 of all there are. */
    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void narrowsAsTheEncodingSays(DType to) throws IOException {
        int[] bits = new int[CHUNK];
        long next = 0;
        while (next < 1L << 32) {
            for (int i = 0; i < CHUNK; i++) {
                bits[i] = (int) next;
                next += 251;
            }
            narrows(bits, to);
        }
    }

    /** The values around every tie between two codes, and around every code. */
    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void narrowsTiesToEven(DType to) throws IOException {
        NarrowFloat encoding = NarrowFloat.of(to);
        for (int shift = -2; shift <= 2; shift++) {
            int[] codes = new int[CHUNK];
            int[] ties = new int[CHUNK];
            for (int code = 0; code < CHUNK; code++) {
                double value = encoding.decode(code);
                double above = encoding.decode(code + 1);
                codes[code] = Float.floatToRawIntBits((float) value) + shift;
                ties[code] = Float.floatToRawIntBits((float) ((value + above) / 2)) + shift;
            }
            narrows(codes, to);
            narrows(ties, to);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void widensEveryCode(DType from) throws IOException {
        NarrowFloat encoding = NarrowFloat.of(from);
        ByteBuffer in = ByteBuffer.allocate(2 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int code = 0; code < CHUNK; code++) {
            in.putShort((short) code);
        }
        ByteBuffer out = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        cast(from, DType.FLOAT32, in, out);
        for (int code = 0; code < CHUNK; code++) {
            assertThat(out.getInt()).isEqualTo(Float.floatToIntBits((float) encoding.decode(code)));
        }
    }

    private static void narrows(int[] bits, DType to) throws IOException {
        NarrowFloat encoding = NarrowFloat.of(to);
        ByteBuffer in = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        in.asIntBuffer().put(bits);
        ByteBuffer out = ByteBuffer.allocate(2 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        cast(DType.FLOAT32, to, in, out);
        for (int i = 0; i < CHUNK; i++) {
            float value = Float.intBitsToFloat(bits[i]);
            if (out.getShort(2 * i) != (short) encoding.encode(value)) {
                assertThat(out.getShort(2 * i)).as("%s of %s", to, value).isEqualTo((short) encoding.encode(value));
            }
        }
    }

    private static void cast(DType from, DType to, ByteBuffer in, ByteBuffer out) throws IOException {
        try (ReaderResources holdings = new ReaderResources(new Scratch(1 << 20))) {
            new HalfFloats(holdings, from, to, CHUNK).cast(in, 0, CHUNK, out, 0, new double[CHUNK]);
        }
    }
}
