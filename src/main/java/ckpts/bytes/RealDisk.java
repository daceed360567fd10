package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The disk of this machine, and the only class that opens a file for writing. One per process: the system's locks
 * belong to processes, so that only the object which took one can refuse it to other threads.
 *
 * <p>Symbolic links are followed for reading; a rename replaces the link, not what it points to.
 */
public final class RealDisk implements Disk {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Set<Path> locked = ConcurrentHashMap.newKeySet();

    @Override
    public ByteSource open(Path file) throws IOException {
        return RealFile.open(file);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return new RealOutput(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void move(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing.toRealPath());
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new CannotLinkException(name, existing, e.getReason());
        } catch (UnsupportedOperationException e) {
            throw new CannotLinkException(name, existing, e.getMessage());
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        Path key = canonical(file);
        if (!locked.add(key)) {
            throw heldElsewhere(file);
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return () -> unlock(file, key, channel);
                }
                throw heldElsewhere(file);
            } catch (IOException | OverlappingFileLockException e) {
                channel.close();
                throw e instanceof IOException io ? io : heldElsewhere(file);
            }
        } catch (IOException e) {
            locked.remove(key);
            throw e;
        }
    }

    /** The name goes first: whoever opens the file before it is gone finds the lock held. */
    private void unlock(Path file, Path key, FileChannel channel) throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            locked.remove(key);
        }
    }

    private static FileSystemException heldElsewhere(Path file) {
        return new FileSystemException(file.toString(), null, "is locked by another run");
    }

    @Override
    public Path canonical(Path path) throws IOException {
        return canonical(path, MOST_LINKS);
    }

    /** A link to what is not there yet leads to where it would be. */
    private static Path canonical(Path path, int links) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path existing = absolute;
        while (existing.getNameCount() > 0 && !Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                if (links == 0) {
                    throw new FileSystemException(path.toString(), null, "too many links, or links in a circle");
                }
                Path folder = existing.getParent().toRealPath();
                Path target = folder.resolve(Files.readSymbolicLink(existing));
                return canonical(target.resolve(behind(existing, absolute)), links - 1);
            }
            existing = existing.getParent();
        }
        Path real = existing.toRealPath();
        return existing.equals(absolute)
                ? real
                : real.resolve(behind(existing, absolute)).normalize();
    }

    /** What is left of a path behind one that it begins with. */
    private static Path behind(Path beginning, Path path) {
        int known = beginning.getNameCount();
        return known == path.getNameCount() ? Path.of("") : path.subpath(known, path.getNameCount());
    }
}
