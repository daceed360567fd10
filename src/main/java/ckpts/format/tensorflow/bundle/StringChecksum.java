package ckpts.format.tensorflow.bundle;

import ckpts.bytes.Checksum;
import ckpts.format.tensorflow.table.MaskedCrc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * The checksum of a string tensor. It covers the bytes of the stream, except that the lengths enter as numbers:
 *
 * <pre>
 *   stored:   n x varint64 length | fixed32 masked CRC of the lengths | bytes of all strings
 *   taken in: n x uint32 length   | fixed32, as stored                | bytes of all strings
 *             (uint64 if it does not fit)
 *
 *   ["ab", "", "c"]:  02 00 01 | 65 14 8e 11 | 61 62 63
 * </pre>
 *
 * <p>In a big-endian bundle both the numbers and the stored CRC are in big-endian order. For one thread.
 */
public final class StringChecksum implements Checksum {
    private final MaskedCrc32c crc = new MaskedCrc32c();
    private final ByteBuffer number;
    private final VarintStream lengths = new VarintStream();
    private long lengthsLeft;

    /** Begins a checksum of a stream of this many strings; equal if both arguments are equal. */
    public record Start(long strings, boolean bigEndian) implements Supplier<Checksum> {
        @Override
        public StringChecksum get() {
            return new StringChecksum(strings, bigEndian);
        }
    }

    private StringChecksum(long strings, boolean bigEndian) {
        this.lengthsLeft = strings;
        this.number = ByteBuffer.allocate(8).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void update(ByteBuffer bytes) {
        while (lengthsLeft > 0 && bytes.hasRemaining()) {
            if (lengths.take(bytes.get())) {
                length(lengths.value());
            }
        }
        crc.update(bytes);
    }

    /** Adds one length as if it had come in the stream. */
    public void length(long length) {
        number.clear();
        if (length >>> 32 == 0) {
            number.putInt((int) length);
        } else {
            number.putLong(length);
        }
        crc.update(number.flip());
        lengthsLeft--;
    }

    @Override
    public int value() {
        return crc.value();
    }
}
