package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir
    Path root;

    private final RealDisk disk = new RealDisk();

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Path root() {
        return root;
    }

    @Override
    void tamper(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    @Test
    void followsLinksForReading() throws IOException {
        Files.writeString(root.resolve("a"), "alpha");
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        try (ByteSource source = disk.open(root.resolve("b"))) {
            assertThat(source.size()).isEqualTo(5);
            assertThat(source.name()).isEqualTo(root.resolve("b").toString());
        }
        assertThat(disk.canonical(root.resolve("b"))).isEqualTo(disk.canonical(root.resolve("a")));
    }

    @Test
    void replacesALinkInPlaceOfWhatItPointsTo() throws IOException {
        Files.writeString(root.resolve("a"), "alpha");
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        disk.move(Files.writeString(root.resolve("c"), "gamma"), root.resolve("b"));
        assertThat(Files.readString(root.resolve("a"))).isEqualTo("alpha");
        assertThat(Files.readString(root.resolve("b"))).isEqualTo("gamma");
    }

    @Test
    void namesADirectoryWhereItsDotsLeadThroughALink() throws IOException {
        Files.createDirectories(root.resolve("far/inner"));
        Files.createSymbolicLink(root.resolve("near"), Path.of("far/inner"));
        assertThat(disk.canonical(root.resolve("near/../x"))).isEqualTo(disk.canonical(root.resolve("far/x")));
    }

    @Test
    void noticesAChangeWhileReadingALargeFile() throws IOException {
        Path file = root.resolve("large");
        Files.write(file, new byte[3 << 20]);
        try (ByteSource source = disk.open(file)) {
            source.read(0, ByteBuffer.allocate(1 << 19));
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            assertThatThrownBy(() -> source.read(1 << 20, ByteBuffer.allocate(1 << 20)))
                    .isInstanceOf(StaleFileException.class);
        }
    }

    @Test
    void givesNoLockThatAnotherProcessHolds() throws Exception {
        Path lock = root.resolve("lock");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('+');
            assertThatThrownBy(() -> disk.lock(lock)).hasMessage(lock + ": is locked by another run");
            assertThat(lock).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        disk.lock(lock).close();
        assertThat(lock).doesNotExist();
    }

    /** Holds a lock until it is killed. */
    static final class LockHolder {
        public static void main(String[] arguments) throws Exception {
            try (var lock = new RealDisk().lock(Path.of(arguments[0]))) {
                System.out.write('+');
                System.out.flush();
                System.in.read();
                lock.close();
            }
        }
    }
}
