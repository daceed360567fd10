package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    /** Even if this process is killed now, nothing of it stays, and nobody else can have opened it. */
    @Test
    void aWorkingFileHasNoName() throws IOException {
        try (WorkingFile file = disk.working(root)) {
            file.write(ByteBuffer.wrap(new byte[3]));
            assertThat(root.toFile().list()).isEmpty();
        }
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
            assertThat(disk.lockOfDead(lock)).isEmpty();
            assertThat(lock).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        disk.lockOfDead(lock).orElseThrow().close();
        assertThat(lock).doesNotExist();
    }

    @Test
    void followsNoLinkToALockAndWaitsForNoPipe() throws Exception {
        Path elsewhere = root.resolve("elsewhere");
        Path link = Files.createSymbolicLink(root.resolve("link"), elsewhere);
        Path pipe = root.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assertThatThrownBy(() -> disk.lock(link)).isInstanceOf(FileAlreadyExistsException.class);
        disk.lockOfDead(link).orElseThrow().close();
        disk.lockOfDead(pipe).orElseThrow().close();
        assertThat(elsewhere).doesNotExist();
        assertThat(Files.list(root)).containsExactlyInAnyOrder(link, pipe);
    }

    @Test
    void letsAnyoneAskForALock() throws IOException {
        Path file = root.resolve("lock");
        try (var lock = disk.lock(file)) {
            assertThat(lock).isNotNull();
            assertThat(permissions(file)).isEqualTo("rw-r--r--");
        }
        Files.setPosixFilePermissions(Files.createFile(file), PosixFilePermissions.fromString("r--r--r--"));
        disk.lockOfDead(file).orElseThrow().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void givesAFileThePermissionsOfAnother() throws IOException {
        Path like = Files.createFile(root.resolve("like"));
        for (String permissions : List.of("rw-------", "rwxr-x---", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(like, PosixFilePermissions.fromString(permissions));
            disk.create(root.resolve(permissions), like).close();
            assertThat(permissions(root.resolve(permissions))).isEqualTo(permissions);
        }
    }

    @Test
    void keepsFilesPrivateThatWereNot() throws IOException {
        Path file = root.resolve("state/ckpts/history");
        disk.makePrivate(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        Files.writeString(file, "load\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        disk.makePrivate(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("load\n");
    }

    @Test
    void distinguishesStreamsFromFiles() throws Exception {
        Path pipe = root.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assertThat(disk.isStream(pipe)).isTrue();
        assertThat(disk.isStream(Path.of("/dev/stdout"))).isTrue();
        assertThat(disk.isStream(Path.of("/dev/null"))).isTrue();
        // Files in memory.
        assertThat(disk.isStream(Path.of("/dev/shm/report.md"))).isFalse();
        assertThat(disk.isStream(root)).isFalse();
        assertThat(disk.isStream(Files.createFile(root.resolve("file")))).isFalse();
        assertThat(disk.isStream(root.resolve("missing"))).isFalse();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
