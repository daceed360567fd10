package ckpts.format.tensorflow.bundle;

import java.io.ByteArrayOutputStream;

/**
 * Encodes numbers and strings so that the bytes sort like the values; TensorFlow encodes keys of slices this way.
 *
 * <pre>
 *   number    n | n bytes, big-endian, no leading zeros           0 = 00        258 = 02 01 02
 *   string    00 as 00 ff, ff as ff 00, the rest as it is | 00 01
 *   signed    n bytes, big-endian two's complement, the header mixed in by exclusive or:
 *             n ones in front, so that more bytes sort after fewer;
 *             a value of b bits (sign apart) takes n = b / 7 + 1     0 = 80   -1 = 7f   64 = c0 40
 *
 *   key of a slice: number 0 | string name | number rank | per axis: signed start, signed length (-1: whole axis)
 * </pre>
 */
public final class OrderedCode {
    private static final int LARGEST_SIGNED = 10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The key in an index of this slice of the tensor of that name. */
    public static byte[] sliceKey(byte[] name, SliceSpec slice) {
        OrderedCode code =
                new OrderedCode().number(0).string(name).number(slice.extents().size());
        for (SliceSpec.Extent extent : slice.extents()) {
            code.signed(extent.start()).signed(extent.length());
        }
        return code.bytes();
    }

    /** A number that is not negative. */
    OrderedCode number(long value) {
        int length = (64 - Long.numberOfLeadingZeros(value) + 7) / 8;
        out.write(length);
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    OrderedCode string(byte[] value) {
        for (byte b : value) {
            out.write(b);
            if (b == 0) {
                out.write(0xff);
            } else if (b == (byte) 0xff) {
                out.write(0);
            }
        }
        out.write(0);
        out.write(1);
        return this;
    }

    OrderedCode signed(long value) {
        long magnitude = value < 0 ? ~value : value;
        int length = (64 - Long.numberOfLeadingZeros(magnitude)) / 7 + 1;
        byte[] bytes = new byte[LARGEST_SIGNED];
        for (int i = 0; i < length; i++) {
            int shift = 8 * (length - 1 - i);
            bytes[i] = (byte) (shift >= 64 ? value >> 63 : value >> shift);
        }
        // n ones, then a zero: 80, c0, ... fe, ff, ff 80, ff c0
        int header = 0xffff << (16 - length) & 0xffff;
        bytes[0] ^= (byte) (header >>> 8);
        bytes[1] ^= (byte) header;
        out.write(bytes, 0, length);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
