package ckpts.bytes;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A running checksum over bytes in order; for one thread.
 *
 * <p>An algorithm is a {@code Supplier<Checksum>} that its format keeps in one constant: where the supplier of a stored
 * checksum and that of the one to store are equal, the bytes are read once for both.
 */
public interface Checksum {
    /** For formats without checksums: the bytes are copied without being read. */
    Supplier<Checksum> NONE = () -> new Checksum() {
        @Override
        public void update(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public int value() {
            return 0;
        }
    };

    /** Updates the checksum with all that remains in {@code bytes}; the buffer's position moves to its limit. */
    void update(ByteBuffer bytes);

    /** The value in the form that the format stores. */
    int value();
}
