package ckpts.bytes;

import java.nio.ByteBuffer;

/** A running checksum over bytes in order; for one thread. */
public interface Checksum {
    /** Takes in all that remains in {@code bytes}; the buffer's position moves to its limit. */
    void update(ByteBuffer bytes);

    /** The value in the form that the format stores. */
    int value();
}
