package ckpts.format.tensorflow.bundle;

import ckpts.bytes.Checksum;
import ckpts.format.tensorflow.table.MaskedCrc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * The checksum of a variant tensor: over all bytes of the stream, except that the lengths enter as numbers.
 *
 * <pre>
 *   stored, per element:   varint64 length | VariantTensorDataProto | fixed32 masked CRC, so far
 *   taken in:              uint64 LE       | as stored              | as stored
 * </pre>
 *
 * For one thread.
 */
public final class VariantChecksum implements Checksum {
    private static final int CRC_BYTES = 4;

    private final MaskedCrc32c crc = new MaskedCrc32c();
    private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private final VarintStream length = new VarintStream();
    private long payloadLeft;

    /** Begins a checksum. One instance, so that equal starts are recognized as equal. */
    public static final Supplier<Checksum> START = VariantChecksum::new;

    @Override
    public void update(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (payloadLeft == 0) {
                takeLengthByte(bytes.get());
            } else {
                int limit = bytes.limit();
                int taken = (int) Math.min(payloadLeft, bytes.remaining());
                crc.update(bytes.limit(bytes.position() + taken));
                bytes.limit(limit);
                payloadLeft -= taken;
            }
        }
    }

    private void takeLengthByte(byte next) {
        if (length.take(next)) {
            crc.update(number.clear().putLong(length.value()).flip());
            // A length greater than the rest of the stream takes in all of it: the checksums will differ.
            payloadLeft = length.value() < 0 || length.value() > Long.MAX_VALUE - CRC_BYTES
                    ? Long.MAX_VALUE
                    : length.value() + CRC_BYTES;
        }
    }

    @Override
    public int value() {
        return crc.value();
    }
}
