package ckpts.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The canonical bytes of a tensor that was computed once, for all that read it. Thread-safe. */
@FunctionalInterface
public interface Held {
    /** Fills {@code target} to its limit from {@code position} on. */
    void read(long position, ByteBuffer target) throws IOException;
}
