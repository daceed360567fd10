package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks of files, safe in folders that others can write to. The system's locks belong to processes: only the object
 * which took one can refuse it to other threads. Thread-safe.
 */
final class RealLocks {
    /** Every user can ask whether the lock is held, whatever the umask is: the file is empty. */
    private static final String READABLE = "rw-r--r--";

    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    /** Whether there is a file under this very name, and not a link, pipe or directory. */
    static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a file, which must not exist, and locks it. */
    Closeable own(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Path key = RealDisk.key(file);
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null) {
                view.setPermissions(PosixFilePermissions.fromString(READABLE));
            }
            held.add(key);
            if (channel.tryLock() == null) {
                throw new FileSystemException(file.toString(), null, "is locked by another run");
            }
            return () -> giveBack(file, key, channel);
        } catch (IOException | RuntimeException e) {
            try (channel) {
                held.remove(key);
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** A lock that no process holds; empty if one does, or if asking is not permitted. */
    Optional<Closeable> ofDead(Path file) throws IOException {
        if (!isFile(file)) {
            return Optional.of(() -> {});
        }
        Path key = RealDisk.key(file);
        if (!held.add(key)) {
            return Optional.empty();
        }
        try {
            Optional<Closeable> taken = taken(file, key);
            if (taken.isEmpty()) {
                held.remove(key);
            }
            return taken;
        } catch (NoSuchFileException e) {
            held.remove(key);
            return Optional.of(() -> {});
        } catch (IOException e) {
            held.remove(key);
            throw e;
        }
    }

    private Optional<Closeable> taken(Path file, Path key) throws IOException {
        FileChannel channel;
        boolean shared = false;
        try {
            channel = opened(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            try {
                channel = opened(file, StandardOpenOption.READ);
                shared = true;
            } catch (AccessDeniedException none) {
                return Optional.empty();
            }
        }
        if (isTaken(channel, shared)) {
            FileChannel locked = channel;
            return Optional.of(() -> giveBack(file, key, locked));
        }
        channel.close();
        return Optional.empty();
    }

    /** For reading and writing even a pipe that has just come in its place is opened at once. */
    private static FileChannel opened(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all);
    }

    /** Another user's file can be locked for reading alone, which is enough to learn whether its run is alive. */
    private static boolean isTaken(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The name goes first: a process that opens the file before it is gone finds the lock held. */
    private void giveBack(Path file, Path key, FileChannel channel) throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            held.remove(key);
        }
    }
}
