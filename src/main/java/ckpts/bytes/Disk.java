package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this program asks of a file system, each call one step that can fail or be the last before a crash.
 *
 * <p>Implementations: the real one, and a simulated one in the tests that forgets what was not synced. Both are
 * thread-safe, and so is what stands before them unless it says otherwise.
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

    /** Whether the file that is there has more names than this one. */
    boolean hasOtherNames(Path file) throws IOException;

    /** Whether both are there, are files themselves and no links, and belong to one user. */
    boolean haveOneOwner(Path one, Path other) throws IOException;

    /** What the file is now, links followed; {@link Stamp#MISSING} if there is none or something else. */
    Stamp stamp(Path file) throws IOException;

    /** Whether the file is another one than it was, though not moved, linked, deleted or written into through this disk. */
    boolean isChangedByOthers(Path file, Stamp before) throws IOException;

    /** The names of the entries of a directory, sorted; empty if there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Creates a file that must not exist and opens it for writing. */
    OutputFile create(Path file) throws IOException;

    /**
     * Creates a file that must not exist, with the permissions of another one and, as far as the system lets it, its owner
     * and group. Nobody may read it before it has them.
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
     * Makes a file for what is only needed while somebody works.
     *
     * @param folder a directory on whose disk there is room for it
     */
    WorkingFile working(Path folder) throws IOException;

    /**
     * Gives an existing file a second name, which must be free.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is not; what has it is left alone
     * @throws CannotLinkException if this disk has no such names, or none for these two
     */
    void link(Path existing, Path name) throws IOException;

    /** Deletes a file or an empty directory; no error if there is none. */
    void delete(Path file) throws IOException;

    /** Makes renames, links and deletions in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Creates a file that must not exist and takes its lock. Closing deletes the file and gives the lock back; a process
     * that ends, however it ends, has given it back. Whoever can list the directory can ask for it by {@link #lockOfDead}.
     */
    Closeable lock(Path file) throws IOException;

    /**
     * A lock that its process has left behind; closing deletes its file. Follows no link, waits for nothing, creates
     * nothing: what is no file is nobody's lock.
     *
     * @return empty if a process holds it, this one included, or if nobody may ask
     */
    Optional<Closeable> lockOfDead(Path file) throws IOException;

    /**
     * One spelling for all spellings of a path, links resolved as far as the path exists: equal where two paths mean one
     * file.
     */
    Path canonical(Path path) throws IOException;
}
