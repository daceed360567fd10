package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What this program asks of a file system, each call one step that can fail or be the last before a crash.
 *
 * <p>Implementations: the real one, and a simulated one in the tests that forgets what was not synced. Thread-safe.
 * It never follows a request outside the path it was given, cannot watch, and knows no permissions.
 */
public interface Disk {
    /**
     * Opens a file for positioned reading.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    ByteSource open(Path file) throws IOException;

    boolean exists(Path path);

    boolean isDirectory(Path path);

    /** The names of the entries of a directory, sorted; empty if there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Creates a file that must not exist and opens it for writing. */
    OutputFile create(Path file) throws IOException;

    /** Creates a directory and its parents where missing. */
    void createDirectories(Path directory) throws IOException;

    /** Renames within one directory, replacing the target in one step. */
    void move(Path source, Path target) throws IOException;

    /**
     * Gives an existing file a second name, which must be free.
     *
     * @throws CannotLinkException if this disk has no such names, or none for these two
     */
    void link(Path existing, Path name) throws IOException;

    /** Deletes a file or an empty directory; no error if there is none. */
    void delete(Path file) throws IOException;

    /** Makes renames, links and deletions in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Creates a file if it is missing and takes its lock, or fails at once. Closing deletes the file and gives the lock
     * back; a process that ends, however it ends, has given it back.
     *
     * @throws java.nio.file.FileSystemException if this or another process holds it
     */
    Closeable lock(Path file) throws IOException;

    /**
     * One spelling for all spellings of a path, links resolved as far as the path exists: equal where two paths mean one
     * file.
     */
    Path canonical(Path path) throws IOException;
}
