package ckpts.format.tensorflow;

import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * What the lengths at the beginning of a stored string tensor say; {@link StringChecksum} has the picture.
 *
 * @param crcStart where the CRC of the lengths stands
 * @param bytesStart where the strings begin
 * @param bytes how many bytes they take
 */
record StringStream(long crcStart, long bytesStart, long bytes) {
    static final int CRC_BYTES = 4;

    /**
     * Reads the lengths.
     *
     * @param size bytes of the whole stream
     * @param strings how many there are
     * @param buffer working memory
     * @param lengths takes each length in order
     * @throws IOException if the stream has no room for the lengths, or for what they add up to
     */
    static StringStream read(TensorReader in, long size, long strings, ByteBuffer buffer, LongConsumer lengths)
            throws IOException {
        VarintStream varint = new VarintStream();
        long left = strings;
        long position = 0;
        long total = 0;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - position));
            if (!buffer.hasRemaining()) {
                throw new IOException("the stored strings end within their lengths");
            }
            in.read(position, buffer);
            buffer.flip();
            while (left > 0 && buffer.hasRemaining()) {
                position++;
                if (varint.take(buffer.get())) {
                    requireRoom(varint.value(), size - total, size);
                    total += varint.value();
                    lengths.accept(varint.value());
                    left--;
                }
            }
        }
        if (position + CRC_BYTES + total != size) {
            throw new IOException("lengths, their checksum and strings should take " + (position + CRC_BYTES + total)
                    + " bytes, " + size + " are stored");
        }
        return new StringStream(position, position + CRC_BYTES, total);
    }

    private static void requireRoom(long length, long room, long size) throws IOException {
        if (length < 0 || length > room) {
            throw new IOException("one of the strings is said to have " + Long.toUnsignedString(length)
                    + " bytes, all of them are stored in " + size);
        }
    }
}
