package ckpts.format.tensorflow.table;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The place of a block: varint64 offset, varint64 size without the 5 bytes of its trailer. */
record BlockHandle(long offset, long size) {
    /** @throws IllegalArgumentException if the bytes are not a handle */
    static BlockHandle read(ByteBuffer bytes) {
        try {
            return new BlockHandle(varint(bytes), varint(bytes));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a block handle is cut off", e);
        }
    }

    void write(ByteBuffer target) {
        writeVarint(target, offset);
        writeVarint(target, size);
    }

    /** @throws IllegalArgumentException if it does not end */
    static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint takes more than 10 bytes");
    }

    private static void writeVarint(ByteBuffer target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }
}
