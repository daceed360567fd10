package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file system operations that this program needs, each call one step that can fail or be the last before a crash.
 *
 * <p>Implementations: the real one, and a simulated one in the tests that forgets what was not synced. Both are
 * thread-safe, and so are their wrappers unless they say otherwise.
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

    /** Whether bytes that are written there go elsewhere: to a device, a pipe, or a stream of this process. */
    boolean isStream(Path path);

    /** Whether the file has more hard links than this name. */
    boolean hasOtherNames(Path file) throws IOException;

    /** Whether both exist, are regular files and not links, and belong to one user. */
    boolean haveOneOwner(Path one, Path other) throws IOException;

    /** The file's current stamp, links followed; {@link Stamp#MISSING} if there is none or something else. */
    Stamp stamp(Path file) throws IOException;

    /**
     * Whether the file is another one than it was, though not moved, linked, deleted or written into through this disk.
     */
    boolean isChangedByOthers(Path file, Stamp before) throws IOException;

    /** The names of the entries of a directory, sorted; empty if there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Creates a file that must not exist and opens it for writing. */
    OutputFile create(Path file) throws IOException;

    /**
     * Creates a file that must not exist, with the permissions of another one and, as far as the system lets it, its
     * owner and group. Nobody may read it before it has them.
     */
    OutputFile create(Path file, Path like) throws IOException;

    /** Writes into what exists there, which stays the file or the device that it is. */
    void writeInto(Path existing, ByteBuffer bytes) throws IOException;

    /** Makes an empty file if there is none, with its directories; then only its owner may read and write it. */
    void makePrivate(Path file) throws IOException;

    /** Creates a directory and its parents where missing. */
    void createDirectories(Path directory) throws IOException;

    /** Renames within one directory, replacing the target in one step. */
    void move(Path source, Path target) throws IOException;

    /**
     * Creates a file for data that is only needed during a run.
     *
     * @param folder a directory on whose disk there is room for it
     */
    WorkingFile working(Path folder) throws IOException;

    /**
     * Creates a hard link to an existing file; the name must be free.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is not; the file there is left alone
     * @throws CannotLinkException if this disk has no hard links, or cannot link these two
     */
    void link(Path existing, Path name) throws IOException;

    /** Deletes a file or an empty directory; no error if there is none. */
    void delete(Path file) throws IOException;

    /** Makes renames, links and deletions in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Creates a file that must not exist and takes its lock. Closing deletes the file and gives the lock back; a
     * process that ends, however it ends, has given it back. Another process that can list the directory asks for it
     * with {@link #lockOfDead}.
     */
    Closeable lock(Path file) throws IOException;

    /**
     * A lock that its process has left behind; closing deletes its file. Follows no link, waits for nothing, creates
     * nothing: something that is not a file is not a lock.
     *
     * @return empty if a process holds it, this one included, or if asking is not permitted
     */
    Optional<Closeable> lockOfDead(Path file) throws IOException;

    /**
     * One spelling for all spellings of a path, links resolved as far as the path exists: equal where two paths mean
     * one file.
     */
    Path canonical(Path path) throws IOException;
}
