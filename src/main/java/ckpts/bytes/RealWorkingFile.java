package ckpts.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A working file on the real disk. Its name goes as soon as it is open where the system can do that, as Linux and macOS
 * do, else when it is closed.
 */
final class RealWorkingFile implements WorkingFile {
    private static final String NAME = ".ckpts-values-";
    private static final Set<StandardOpenOption> NEW_AND_PASSING = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final FileChannel channel;

    private RealWorkingFile(FileChannel channel) {
        this.channel = channel;
    }

    static RealWorkingFile in(Path folder) throws IOException {
        Path file = folder.resolve(
                NAME + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owned = {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
        return new RealWorkingFile(FileChannel.open(file, NEW_AND_PASSING, posix ? owned : new FileAttribute<?>[0]));
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, next);
            if (count < 0) {
                throw new EOFException("held values end at byte " + next);
            }
            next += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
