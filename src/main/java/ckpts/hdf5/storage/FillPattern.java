package ckpts.hdf5.storage;

import java.nio.ByteBuffer;

/** Elements that were never written. */
final class FillPattern implements ElementBytes {
    private final byte[] element;

    /** @param element empty for zeros */
    FillPattern(byte[] element) {
        this.element = element.length == 0 ? new byte[1] : element.clone();
    }

    @Override
    public void read(long position, ByteBuffer into) {
        put(position, into, into.position(), into.remaining());
        into.position(into.limit());
    }

    /** Puts bytes from a position at a place of a buffer. */
    void put(long position, ByteBuffer into, int at, int count) {
        int phase = (int) (position % element.length);
        for (int i = 0; i < count; i++) {
            into.put(at + i, element[phase]);
            phase = phase + 1 == element.length ? 0 : phase + 1;
        }
    }
}
