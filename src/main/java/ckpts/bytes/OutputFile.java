package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file being written from its start to its end, for one thread. Closing does not sync. */
public interface OutputFile extends Closeable {
    /** Bytes written so far. */
    long position();

    /** Appends all that remains in {@code bytes}. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Appends a range of a source without passing it through the heap where the system can
     * ({@code FileChannel.transferTo}).
     */
    void copy(ByteSource source, long position, long length) throws IOException;

    /** Forces data and metadata to the device. */
    void sync() throws IOException;
}
