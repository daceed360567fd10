package ckpts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file opened for reading through a channel: never mapped, since a mapped file that is cut short kills the process.
 *
 * <p>It is stale once the very file that was opened has changed. If its name has gone to another file, or to none,
 * the opened one still holds what it held, and stays readable: a checkpoint may be saved over while it is in use.
 */
final class RealFile implements FileRange.Opened {
    /** The system copies a heap buffer through a native one as long as the request; this bounds that one. */
    private static final int LONGEST_REQUEST = 1 << 19;

    /** Looking at the file's attributes costs about as much as reading 16 KiB: done once per MiB it does not show. */
    private static final long BYTES_PER_CHECK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final Stamp stamp;
    private final AtomicLong unchecked = new AtomicLong();

    /** Attributes of a file that identify its version. */
    static Stamp stamp(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    path.toString(), null, attributes.isDirectory() ? "is a directory" : "is not a regular file");
        }
        long changed = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new Stamp(attributes.fileKey(), attributes.size(), changed, 0);
    }

    private RealFile(Path path, FileChannel channel, Stamp stamp) {
        this.path = path;
        this.channel = channel;
        this.stamp = stamp;
    }

    static FileRange open(Path path) throws IOException {
        // Looked at first: opening a pipe would wait for its other end.
        Stamp before = stamp(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!before.equals(stamp(path)) || channel.size() != before.size()) {
                throw new StaleFileException(path.toString());
            }
            return FileRange.whole(new RealFile(path, channel, before), path.toString(), before.size());
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        int length = target.remaining();
        int limit = target.limit();
        long next = position;
        try {
            while (target.position() < limit) {
                target.limit(Math.min(limit, target.position() + LONGEST_REQUEST));
                int count = readSome(target, next);
                if (count < 0) {
                    throw new StaleFileException(path.toString());
                }
                next += count;
            }
        } finally {
            target.limit(limit);
        }
        if (unchecked.addAndGet(length) >= BYTES_PER_CHECK) {
            unchecked.set(0);
            recheck();
        }
    }

    /** The system's own message names no file. */
    private int readSome(ByteBuffer target, long position) throws IOException {
        try {
            return channel.read(target, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, "byte " + position + ": " + e.getMessage());
        }
    }

    @Override
    public void recheck() throws IOException {
        if (channel.size() != stamp.size()) {
            throw new StaleFileException(path.toString());
        }
        Stamp now;
        try {
            now = stamp(path);
        } catch (NoSuchFileException e) {
            return;
        }
        boolean sameFile = Objects.equals(now.key(), stamp.key());
        if (sameFile && !now.equals(stamp)) {
            throw new StaleFileException(path.toString());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
