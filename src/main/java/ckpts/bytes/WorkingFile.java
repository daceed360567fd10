package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes on a disk that are only needed during a run: no other user can read them, and nothing of them remains, however
 * the process ends. Written by one thread from its start to its end; what is written, any thread may read.
 */
public interface WorkingFile extends Closeable {
    /** Appends all that remains in {@code bytes}. */
    void write(ByteBuffer bytes) throws IOException;

    /** Fills {@code target} to its limit from {@code position} on, with what was written. */
    void read(long position, ByteBuffer target) throws IOException;
}
