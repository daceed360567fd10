package ckpts.format.tensorflow.table;

import ckpts.bytes.Checksum;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli), rotated right by 15 bits plus a constant, as TensorFlow's tables and bundles store it: a
 * checksum of data that contains checksums stays a good one.
 */
public final class MaskedCrc32c implements Checksum {
    /** Begins a checksum over plain bytes. One instance, so that equal starts are recognized as equal. */
    public static final Supplier<Checksum> START = MaskedCrc32c::new;

    private static final int MASK_DELTA = 0xa282ead8;

    private final CRC32C crc = new CRC32C();

    @Override
    public void update(ByteBuffer bytes) {
        crc.update(bytes);
    }

    /** Adds {@code length} bytes from {@code offset}. */
    public void update(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
    }

    @Override
    public int value() {
        return mask((int) crc.getValue());
    }

    /** The stored form of a plain CRC. */
    public static int mask(int crc) {
        return Integer.rotateRight(crc, 15) + MASK_DELTA;
    }
}
