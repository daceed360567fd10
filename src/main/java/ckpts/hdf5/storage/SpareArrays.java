package ckpts.hdf5.storage;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays of one size that are not in use, to be filled again: chunks that were kept for a while are not left to the
 * collector, which would come too late to hold a reader within its memory. For one thread.
 */
final class SpareArrays {
    private static final int MOST = 2;

    private final int size;
    private final Deque<byte[]> spares = new ArrayDeque<>();

    /** @param size of the arrays that are kept, in bytes; others are made and forgotten */
    SpareArrays(int size) {
        this.size = size;
    }

    /** An array of this size, with any contents. */
    byte[] take(int length) {
        byte[] spare = length == size ? spares.poll() : null;
        return spare == null ? new byte[length] : spare;
    }

    /** Takes back an array that nobody will use. */
    void give(byte[] bytes) {
        if (bytes.length == size && spares.size() < MOST) {
            spares.push(bytes);
        }
    }
}
