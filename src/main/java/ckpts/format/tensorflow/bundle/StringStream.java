package ckpts.format.tensorflow.bundle;

import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * The lengths at the beginning of a stored string tensor; see the picture in {@link StringChecksum}.
 *
 * @param crcStart offset of the CRC of the lengths
 * @param bytesStart offset of the strings
 * @param bytes their total size in bytes
 */
public record StringStream(long crcStart, long bytesStart, long bytes) {
    public static final int CRC_BYTES = 4;

    /**
     * Reads the lengths.
     *
     * @param size bytes of the whole stream
     * @param strings number of strings
     * @param buffer working memory
     * @param lengths receives each length in order
     * @throws IOException if the stream is too short for the lengths, or for their total
     */
    public static StringStream read(TensorReader in, long size, long strings, ByteBuffer buffer, LongConsumer lengths)
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
                    + " bytes, but " + size + " are stored");
        }
        return new StringStream(position, position + CRC_BYTES, total);
    }

    /**
     * Writes the lengths and their checksum, as they begin a stream.
     *
     * @param lengths length of a string by its number; asked in order
     */
    public static void putLengths(ByteBuffer target, long strings, LongUnaryOperator lengths) {
        StringChecksum crc = new StringChecksum.Start(strings, false).get();
        for (long string = 0; string < strings; string++) {
            long length = lengths.applyAsLong(string);
            crc.length(length);
            VarintStream.put(target, length);
        }
        target.order(ByteOrder.LITTLE_ENDIAN).putInt(crc.value());
    }

    private static void requireRoom(long length, long room, long size) throws IOException {
        if (length < 0 || length > room) {
            throw new IOException("one of the strings should have " + Long.toUnsignedString(length)
                    + " bytes, but all of them are stored in " + size);
        }
    }
}
