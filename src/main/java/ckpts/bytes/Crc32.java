package ckpts.bytes;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/** The CRC-32 of zip archives (ISO 3309, polynomial 0x04C11DB7, reflected). */
public final class Crc32 implements Checksum {
    public static final Supplier<Checksum> START = Crc32::new;

    private static final int POLYNOMIAL = 0xEDB8_8320;

    /** The polynomial 1: in this order of bits, the highest one. */
    private static final int ONE = 1 << 31;

    private final CRC32 sum = new CRC32();

    @Override
    public void update(ByteBuffer bytes) {
        sum.update(bytes);
    }

    @Override
    public int value() {
        return (int) sum.getValue();
    }

    /** The checksum of these bytes. */
    public static int of(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /**
     * The checksum of two runs of bytes, one after the other.
     *
     * @param first of the first run
     * @param second of the second run
     * @param length of the second run in bytes
     */
    public static int merged(int first, int second, long length) {
        // A checksum is a remainder: bytes behind it multiply it by x^8 each, and remainders add up.
        return multiplied(powerOfX(8, length), first) ^ second;
    }

    /** x to the power of {@code unit * times}, modulo the polynomial; {@code unit} is a power of two. */
    private static int powerOfX(int unit, long times) {
        int factor = ONE >>> 1;
        for (int power = 1; power < unit; power *= 2) {
            factor = multiplied(factor, factor);
        }
        int product = ONE;
        for (long rest = times; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                product = multiplied(factor, product);
            }
            factor = multiplied(factor, factor);
        }
        return product;
    }

    /** The product of two polynomials, modulo the polynomial. */
    private static int multiplied(int one, int other) {
        int product = 0;
        int shifted = other;
        for (int rest = one; rest != 0; rest <<= 1) {
            product ^= rest < 0 ? shifted : 0;
            shifted = shifted >>> 1 ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
        }
        return product;
    }
}
