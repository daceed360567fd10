package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The disk of this machine, and with its locks and owners the only place that opens a file for writing. One per
 * process: the system's locks belong to processes, so that only the object which took one can refuse it to other
 * threads.
 *
 * <p>Symbolic links are followed for reading; a rename replaces the link, not what it points to.
 */
public final class RealDisk implements Disk {
    /** The number of links that Linux follows. */
    private static final int MOST_LINKS = 40;

    /**
     * Paths there are not files, whatever they look like: /dev/stdout may be a link to one. Of the rest of /dev the
     * system says what it is: /dev/shm has files.
     */
    private static final List<Path> STREAMS = List.of(
            Path.of("/dev/stdin"),
            Path.of("/dev/stdout"),
            Path.of("/dev/stderr"),
            Path.of("/dev/fd"),
            Path.of("/proc"));

    private final RealLocks locks = new RealLocks();
    /** Names to which this process gave files, or from which it took them. */
    private final Map<Path, Stamp> own = new ConcurrentHashMap<>();

    @Override
    public ByteSource open(Path file) throws IOException {
        try {
            return RealFile.open(file);
        } catch (AccessDeniedException e) {
            throw explained(file, "no permission to read the file");
        }
    }

    /** The system says only that something is denied: which right is missing depends on the folders above. */
    private static AccessDeniedException explained(Path file, String otherwise) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getRoot();
        for (Path name : absolute.getParent()) {
            folder = folder.resolve(name);
            if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
                return new AccessDeniedException(file.toString(), null, "the folder " + folder + " cannot be entered");
            }
        }
        return new AccessDeniedException(file.toString(), null, otherwise);
    }

    /** A path that cannot be looked at is not known to be missing; opening it reports why. */
    @Override
    public boolean exists(Path path) {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public boolean isStream(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (STREAMS.stream().anyMatch(absolute::startsWith)) {
            return true;
        }
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean hasOtherNames(Path file) throws IOException {
        try {
            return ((Number) Files.getAttribute(file, "unix:nlink")).intValue() > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) throws IOException {
        return RealLocks.isFile(one)
                && RealLocks.isFile(other)
                && Files.getOwner(one, LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public Stamp stamp(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Stamp.MISSING;
        }
        Stamp stamp = RealFile.stamp(file);
        return stamp.size() > Stamp.SMALL
                ? stamp
                : new Stamp(stamp.key(), stamp.size(), stamp.changed(), checksum(file));
    }

    private static int checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(Stamp.SMALL);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        } catch (AccessDeniedException e) {
            return 0;
        }
        checksum.update(bytes.flip());
        return (int) checksum.getValue();
    }

    @Override
    public boolean isChangedByOthers(Path file, Stamp before) throws IOException {
        Stamp now = stamp(file);
        return !now.equals(before) && !now.equals(own.get(key(file)));
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            throw explained(directory, "no permission to read the folder");
        }
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        try {
            return new RealOutput(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (AccessDeniedException e) {
            throw explained(file, "no permission to write to its folder");
        }
    }

    @Override
    public WorkingFile working(Path folder) throws IOException {
        return RealWorkingFile.in(folder);
    }

    @Override
    public OutputFile create(Path file, Path like) throws IOException {
        try {
            return new RealOutput(Ownership.of(like).create(file));
        } catch (AccessDeniedException e) {
            throw explained(file, "no permission to write to its folder");
        }
    }

    @Override
    public void writeInto(Path existing, ByteBuffer bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(existing, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        remember(existing);
    }

    @Override
    public void makePrivate(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Ownership.makePrivate(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void move(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        own.remove(key(source));
        remember(target);
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
        remember(name);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        own.put(key(file), Stamp.MISSING);
    }

    private void remember(Path file) throws IOException {
        own.put(key(file), stamp(file));
    }

    /** The place of a name: the name itself may be a link. */
    static Path key(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return canonical(absolute.getParent(), MOST_LINKS).resolve(absolute.getFileName());
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return locks.own(file);
    }

    @Override
    public Optional<Closeable> lockOfDead(Path file) throws IOException {
        return locks.ofDead(file);
    }

    @Override
    public Path canonical(Path path) throws IOException {
        return canonical(path, MOST_LINKS);
    }

    /**
     * Empty for a path that does not exist, and for a pipe of this process: it exists, as {@code /proc/self/fd/1}, but
     * the link there names nothing in a folder.
     */
    private static Optional<Path> resolved(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A link to what is not there yet leads to where it would be. */
    private static Path canonical(Path path, int links) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path existing = absolute;
        while (existing.getNameCount() > 0 && resolved(existing).isEmpty()) {
            if (Files.isSymbolicLink(existing)) {
                if (links == 0) {
                    throw new FileSystemException(path.toString(), null, "too many links, or links in a circle");
                }
                Path folder = existing.getParent().toRealPath();
                Path target = folder.resolve(Files.readSymbolicLink(existing));
                return canonical(target.resolve(rest(existing, absolute)), links - 1);
            }
            existing = existing.getParent();
        }
        Path real = existing.toRealPath();
        return existing.equals(absolute)
                ? real
                : real.resolve(rest(existing, absolute)).normalize();
    }

    /** Returns the rest of a path after one that it begins with. */
    private static Path rest(Path beginning, Path path) {
        int known = beginning.getNameCount();
        return known == path.getNameCount() ? Path.of("") : path.subpath(known, path.getNameCount());
    }
}
