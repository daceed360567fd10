package ckpts.hdf5;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Files of the newest format that no writer makes, byte by byte; their checksums hold. */
final class HandMade {
    private static final int SIZE = 1 << 12;
    private static final int ROOT = 48;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    HandMade() {
        bytes.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 2, 8, 8, 0});
        bytes.putLong(0).putLong(-1).putLong(SIZE).putLong(ROOT);
    }

    /** Little-endian numbers of the widths that letters say: b 1, s 2, i 4, l 8 bytes. */
    static byte[] numbers(String widths, long... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            switch (widths.charAt(i)) {
                case 'b' -> out.put((byte) values[i]);
                case 's' -> out.putShort((short) values[i]);
                case 'i' -> out.putInt((int) values[i]);
                default -> out.putLong(values[i]);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    static byte[] joined(byte[]... parts) {
        ByteBuffer out = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(out::put);
        return out.array();
    }

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] message(int type, byte[]... body) {
        byte[] whole = joined(body);
        return joined(numbers("bsb", type, whole.length, 0), whole);
    }

    HandMade put(int at, byte[]... parts) {
        bytes.position(at).put(joined(parts));
        return this;
    }

    /** An object header. */
    HandMade header(int at, byte[]... messages) {
        byte[] whole = joined(messages);
        return put(at, "OHDR".getBytes(US_ASCII), numbers("bbi", 2, 2, whole.length), whole, new byte[4]);
    }

    HandMade root(byte[]... messages) {
        return header(ROOT, messages);
    }

    /** The header of a group with these links. */
    static byte[] links(byte[]... links) {
        return joined(message(2, numbers("bbll", 0, 0, -1, -1)), joined(links));
    }

    static byte[] hard(String name, long address) {
        return message(6, numbers("bbb", 1, 0, name.length()), text(name), numbers("l", address));
    }

    static byte[] soft(String name, String target) {
        return message(
                6,
                numbers("bbbb", 1, 1 << 3, 1, name.length()),
                text(name),
                numbers("s", target.length()),
                text(target));
    }

    /** A dataset of bytes. */
    HandMade dataset(int at, long dimension, byte[]... others) {
        return header(
                at,
                joined(
                        message(1, numbers("bbbbl", 2, 1, 0, 1, dimension)),
                        message(3, numbers("bbbbiss", 0x10, 0, 0, 0, 1, 0, 8)),
                        joined(others)));
    }

    byte[] file() {
        return AnyBytes.repaired(bytes.array());
    }
}
