package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import java.nio.ByteBuffer;

/**
 * Casts between float32 and the 16-bit floats without the way through doubles. A value that is neither ordinary nor
 * zero (it overflows, vanishes, is infinite, NaN, or below the normal range of float16) goes to {@link NarrowFloat},
 * which defines the result of every value.
 *
 * <pre>
 *   float32   s eeeeeeee mmmmmmmmmmmmmmmmmmmmmmm
 *   bfloat16  s eeeeeeee mmmmmmm                    the upper half, rounded
 *   float16   s eeeee mmmmmmmmmm                    exponents 112 lower
 * </pre>
 */
final class HalfFloats {
    private static final int SIGN = 0x80000000;
    private static final int NAN = 0x7fc00000;
    private static final int INFINITY = 0x7f800000;
    /** Exponents of float16 are lower by 112: as bits of a float32. */
    private static final int REBIAS = 112 << 23;

    private final DType from;
    private final DType to;
    private final int[] wide;
    private final short[] narrow;

    /** @param chunk the most elements at a time */
    HalfFloats(ReaderResources holdings, DType from, DType to, int chunk) {
        this.from = from;
        this.to = to;
        holdings.reserve(6L * chunk);
        this.wide = new int[chunk];
        this.narrow = new short[chunk];
    }

    static boolean casts(DType from, DType to) {
        return from == DType.FLOAT32 && isHalf(to) || to == DType.FLOAT32 && isHalf(from);
    }

    private static boolean isHalf(DType dtype) {
        return dtype == DType.BFLOAT16 || dtype == DType.FLOAT16;
    }

    /**
     * Casts elements.
     *
     * @param in the elements, from index 0
     * @param first the first of them to cast
     * @param at index of its result
     * @param unusual takes the values that were not ordinary, for counting
     * @return how many it received
     */
    int cast(ByteBuffer in, int first, int count, ByteBuffer out, int at, double[] unusual) {
        if (from == DType.FLOAT32) {
            Elements.part(in, 4 * first, 4 * count).asIntBuffer().get(wide, 0, count);
            int odd = to == DType.BFLOAT16 ? toBrain(count, unusual) : toHalf(count, unusual);
            Elements.part(out, at, 2 * count).asShortBuffer().put(narrow, 0, count);
            return odd;
        }
        Elements.part(in, 2 * first, 2 * count).asShortBuffer().get(narrow, 0, count);
        if (from == DType.BFLOAT16) {
            fromBrain(count);
        } else {
            fromHalf(count);
        }
        Elements.part(out, at, 4 * count).asIntBuffer().put(wide, 0, count);
        return 0;
    }

    /** Ordinary: zero, or from just above 2^-134 to just below what rounds to infinity. */
    private int toBrain(int count, double[] unusual) {
        NarrowFloat encoding = NarrowFloat.of(to);
        int odd = 0;
        for (int i = 0; i < count; i++) {
            int bits = wide[i];
            int magnitude = bits & ~SIGN;
            if (magnitude - 0x8001 >= 0 && magnitude < 0x7f7f8000 || magnitude == 0) {
                narrow[i] = (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
            } else {
                unusual[odd] = Float.intBitsToFloat(bits);
                narrow[i] = (short) encoding.encode(unusual[odd++]);
            }
        }
        return odd;
    }

    /** Ordinary: zero, or from 2^-14, the smallest normal, to just below 65520, which rounds to infinity. */
    private int toHalf(int count, double[] unusual) {
        NarrowFloat encoding = NarrowFloat.of(to);
        int odd = 0;
        for (int i = 0; i < count; i++) {
            int bits = wide[i];
            int magnitude = bits & ~SIGN;
            if (magnitude - 0x38800000 >= 0 && magnitude < 0x477ff000) {
                int code = magnitude - REBIAS + 0xfff + (magnitude >>> 13 & 1) >>> 13;
                narrow[i] = (short) (code | bits >>> 16 & 0x8000);
            } else if (magnitude == 0) {
                narrow[i] = (short) (bits >>> 16);
            } else {
                unusual[odd] = Float.intBitsToFloat(bits);
                narrow[i] = (short) encoding.encode(unusual[odd++]);
            }
        }
        return odd;
    }

    private void fromBrain(int count) {
        for (int i = 0; i < count; i++) {
            int bits = narrow[i] << 16;
            wide[i] = (bits & ~SIGN) > INFINITY ? NAN : bits;
        }
    }

    private void fromHalf(int count) {
        NarrowFloat encoding = NarrowFloat.of(from);
        for (int i = 0; i < count; i++) {
            int magnitude = narrow[i] & 0x7fff;
            wide[i] = magnitude >= 0x400 && magnitude < 0x7c00
                    ? (magnitude << 13) + REBIAS | narrow[i] & SIGN
                    : Float.floatToIntBits((float) encoding.decode(narrow[i]));
        }
    }
}
