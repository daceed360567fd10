package ckpts.format.tensorflow.bundle;

import java.nio.ByteBuffer;

/** Decodes varint64s byte by byte; encodes one. */
public final class VarintStream {
    /** The longest number in bytes. */
    public static final int LONGEST = 10;

    private long value;
    private int bytes;
    private boolean done = true;

    /** Takes the next byte; true if it ends a number. A number of 10 bytes ends there whatever the last one says. */
    public boolean take(byte next) {
        if (done) {
            value = 0;
            bytes = 0;
        }
        value |= (next & 0x7fL) << 7 * bytes;
        bytes++;
        done = next >= 0 || bytes == LONGEST;
        return done;
    }

    /** Writes a number. */
    static void put(ByteBuffer target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /** The number that ended last. */
    public long value() {
        return value;
    }
}
