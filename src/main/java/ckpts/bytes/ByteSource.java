package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A named, positioned, sliceable view of a file or of a part of one.
 *
 * <p>Safe for use by several threads at once. The name grows with slices ("model.ckpt.index, block 3"), so that any
 * error can say where. Closing the source of a whole file closes its slices; closing a slice does nothing.
 */
public interface ByteSource extends Closeable {
    /** For messages: the file's name as the user wrote it, then the part. */
    String name();

    /** Bytes in this view. */
    long size();

    /**
     * Fills {@code target} to its limit.
     *
     * @throws MalformedFileException if the range reaches past the end, saying which bytes are missing
     * @throws StaleFileException if the file changed since it was opened
     */
    void read(long position, ByteBuffer target) throws IOException;

    /**
     * A part of this view.
     *
     * @param part what the part is, for messages: "footer", "block 3"
     * @throws MalformedFileException if the range is not within this view
     */
    ByteSource slice(long position, long length, String part) throws MalformedFileException;

    /** Where in the whole file this view begins. */
    long fileOffset();

    /**
     * The view of the whole file that this is a part of, the same object for all its parts: two views lie side by side
     * if their files are one and their offsets meet. A source without a file is its own.
     */
    default ByteSource file() {
        return this;
    }

    /**
     * Looks again whether this is still the file that was opened. {@link #read} does so every now and then; a caller
     * that has read everything and is about to act on it asks once more.
     *
     * @throws StaleFileException if the file changed since it was opened
     */
    default void recheck() throws IOException {}

    @Override
    void close() throws IOException;
}
