package ckpts.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The behaviour of every disk. */
abstract class DiskContract {
    /** The disk under test. */
    abstract Disk disk();

    /** An empty directory on it. */
    abstract Path root();

    /** Changes the bytes of a file behind the disk's back, at a later time than it was opened. */
    abstract void tamper(Path file, byte[] bytes) throws IOException;

    private Path path(String name) {
        return root().resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        try (OutputFile output = disk().create(path(name))) {
            output.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            output.sync();
        }
        return path(name);
    }

    private static String read(ByteSource source) throws IOException {
        return read(source, 0, (int) source.size());
    }

    private static String read(ByteSource source, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        source.read(position, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return new String(bytes.array(), UTF_8);
    }

    private String read(String name) throws IOException {
        try (ByteSource source = disk().open(path(name))) {
            return read(source);
        }
    }

    @Test
    void aWorkingFileIsReadBackAndLeavesNothing() throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(4);
        try (WorkingFile file = disk().working(root())) {
            file.write(ByteBuffer.wrap("alpha".getBytes(UTF_8)));
            file.write(ByteBuffer.wrap("beta".getBytes(UTF_8)));
            file.read(4, tail);
        }
        assertThat(new String(tail.array(), UTF_8)).isEqualTo("abet");
        assertThat(disk().list(root())).isEmpty();
        assertThatThrownBy(() -> disk().working(path("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write("a", "alpha");
        assertThat(read("a")).isEqualTo("alpha");
    }

    @Test
    void readsBackWhatWasWrittenAndNeverSynced() throws IOException {
        try (OutputFile output = disk().create(path("a"))) {
            output.write(ByteBuffer.wrap("al".getBytes(UTF_8)));
            output.write(ByteBuffer.wrap("pha".getBytes(UTF_8)));
            assertThat(output.position()).isEqualTo(5);
        }
        assertThat(read("a")).isEqualTo("alpha");
    }

    @Test
    void readsBackMoreThanOneRequestCarries() throws IOException {
        byte[] written = new byte[(1 << 20) + 12_345];
        new java.util.Random(1).nextBytes(written);
        try (OutputFile output = disk().create(path("large"))) {
            output.write(ByteBuffer.wrap(written, 0, 300_000));
            output.write(ByteBuffer.wrap(written, 300_000, written.length - 300_000));
            output.sync();
        }
        try (ByteSource source = disk().open(path("large"))) {
            ByteBuffer back = ByteBuffer.allocate(written.length);
            source.read(0, back);
            assertThat(back.array()).isEqualTo(written);
        }
    }

    @Test
    void createsNoFileOverAnother() throws IOException {
        write("a", "alpha");
        assertThatThrownBy(() -> disk().create(path("a"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read("a")).isEqualTo("alpha");
    }

    @Test
    void opensNoFileThatIsMissingOrADirectory() throws IOException {
        disk().createDirectories(path("d"));
        assertThatThrownBy(() -> disk().open(path("a"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().open(path("d")))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(path("d") + ": is a directory");
    }

    @Test
    void namesAndPlacesSlicesInTheirFile() throws IOException {
        try (ByteSource source = disk().open(write("a", "one two three"))) {
            ByteSource words = source.slice(4, 9, "words");
            ByteSource last = words.slice(4, 5, "last");
            assertThat(read(last)).isEqualTo("three");
            assertThat(read(words, 0, 3)).isEqualTo("two");
            assertThat(last.name()).isEqualTo(path("a") + ", words, last");
            assertThat(last.fileOffset()).isEqualTo(8);
            assertThat(last.size()).isEqualTo(5);
            assertThat(last.file()).isSameAs(source).isSameAs(words.file());
        }
    }

    @Test
    void closingASliceLeavesTheFileOpen() throws IOException {
        try (ByteSource source = disk().open(write("a", "alpha"))) {
            source.slice(1, 2, "part").close();
            assertThat(read(source)).isEqualTo("alpha");
        }
    }

    @Test
    void refusesSlicesAndReadsThatReachOutside() throws IOException {
        try (ByteSource source = disk().open(write("a", "0123456789"))) {
            ByteSource part = source.slice(2, 4, "part");
            assertThatThrownBy(() -> part.slice(1, 4, "footer"))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessage(path("a") + ", part, byte 3: footer takes 4 bytes, but the remaining length is 3");
            assertThatThrownBy(() -> part.slice(5, 0, "footer"))
                    .hasMessage(path("a") + ", part, byte 2: footer begins at byte 5, outside these 4 bytes");
            assertThatThrownBy(() -> part.slice(-1, 2, "footer"))
                    .hasMessage(path("a") + ", part, byte 2: footer begins at byte -1, outside these 4 bytes");
            assertThatThrownBy(() -> part.slice(1, Long.MAX_VALUE, "footer"))
                    .hasMessage(path("a")
                            + ", part, byte 3: footer takes 9223372036854775807 bytes, but the remaining length is 3");
            assertThatThrownBy(() -> part.slice(1, -1, "footer")).isInstanceOf(MalformedFileException.class);
            assertThatThrownBy(() -> part.read(3, ByteBuffer.allocate(2)))
                    .hasMessage(path("a") + ", part, byte 5: read takes 2 bytes, but the remaining length is 1");
        }
    }

    @Test
    void noticesThatAnOpenedFileWasChangedInPlace() throws IOException {
        try (ByteSource source = disk().open(write("a", "alpha"))) {
            source.recheck();
            tamper(path("a"), "ALPHA".getBytes(UTF_8));
            assertThatThrownBy(source::recheck)
                    .isInstanceOf(StaleFileException.class)
                    .hasMessage(path("a") + " changed while it was in use: load it again");
        }
    }

    @Test
    void noticesThatAnOpenedFileWasCutShort() throws IOException {
        try (ByteSource source = disk().open(write("a", "alpha"))) {
            tamper(path("a"), "al".getBytes(UTF_8));
            assertThatThrownBy(() -> read(source)).isInstanceOf(StaleFileException.class);
        }
    }

    @Test
    void keepsAnOpenedFileReadableWhenItsNameIsTakenOrGone() throws IOException {
        try (ByteSource source = disk().open(write("a", "alpha"))) {
            disk().move(write("b", "beta!"), path("a"));
            assertThat(read(source)).isEqualTo("alpha");
            source.recheck();
            disk().delete(path("a"));
            assertThat(read(source)).isEqualTo("alpha");
            source.recheck();
        }
    }

    @Test
    void copiesRangesBetweenFilesInOrderWithWrites() throws IOException {
        try (ByteSource source = disk().open(write("a", "one two three"));
                OutputFile output = disk().create(path("b"))) {
            output.write(ByteBuffer.wrap("<".getBytes(UTF_8)));
            output.copy(source.slice(4, 9, "words"), 4, 5);
            output.write(ByteBuffer.wrap("|".getBytes(UTF_8)));
            output.copy(source, 0, 3);
            assertThat(output.position()).isEqualTo(10);
            output.sync();
        }
        assertThat(read("b")).isEqualTo("<three|one");
    }

    @Test
    void movesOverAnExistingFile() throws IOException {
        write("a", "alpha");
        disk().move(write("b", "beta"), path("a"));
        assertThat(read("a")).isEqualTo("beta");
        assertThat(disk().exists(path("b"))).isFalse();
    }

    @Test
    void linksUnderAFreeNameOnly() throws IOException {
        write("a", "alpha");
        disk().link(path("a"), path("b"));
        assertThat(read("b")).isEqualTo("alpha");
        assertThatThrownBy(() -> disk().link(path("a"), path("b"))).isInstanceOf(FileAlreadyExistsException.class);
        disk().delete(path("a"));
        assertThat(read("b")).isEqualTo("alpha");
    }

    @Test
    void deletesFilesAndEmptyDirectoriesAndMindsNothingMissing() throws IOException {
        disk().createDirectories(path("d/e"));
        write("d/e/a", "alpha");
        assertThatThrownBy(() -> disk().delete(path("d/e"))).isInstanceOf(IOException.class);
        disk().delete(path("d/e/a"));
        disk().delete(path("d/e/a"));
        disk().delete(path("d/e"));
        assertThat(disk().exists(path("d/e"))).isFalse();
        assertThat(disk().isDirectory(path("d"))).isTrue();
    }

    @Test
    void listsNamesSortedAndNothingWhereNothingIs() throws IOException {
        write("b", "");
        write("a", "");
        disk().createDirectories(path("c/inner"));
        assertThat(disk().list(root())).containsExactly("a", "b", "c");
        assertThat(disk().list(path("missing"))).isEmpty();
    }

    @Test
    void givesALockToOneAtATimeAndRemovesItsFile() throws IOException {
        try (Closeable lock = disk().lock(path("lock"))) {
            assertThat(disk().exists(path("lock"))).isTrue();
            assertThatThrownBy(() -> disk().lock(path("lock"))).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(disk().lockOfDead(path("lock"))).isEmpty();
            assertThat(lock).isNotNull();
        }
        assertThat(disk().exists(path("lock"))).isFalse();
        disk().lock(path("lock")).close();
    }

    @Test
    void givesALockThatNobodyHoldsAndRemovesItsFile() throws IOException {
        disk().lockOfDead(path("missing")).orElseThrow().close();
        assertThat(disk().exists(path("missing"))).isFalse();
        try (Closeable lock = disk().lockOfDead(write("lock", "")).orElseThrow()) {
            assertThat(disk().lockOfDead(path("lock"))).isEmpty();
            assertThat(lock).isNotNull();
        }
        assertThat(disk().exists(path("lock"))).isFalse();
    }

    @Test
    void distinguishesChangesByOthersFromItsOwn() throws IOException {
        SeenFile file = SeenFile.of(write("a", "alpha"), disk());
        SeenFile none = SeenFile.of(path("b"), disk());
        assertThat(file.isChanged(disk())).isFalse();
        assertThat(none.isChanged(disk())).isFalse();
        disk().move(write("c", "gamma"), path("a"));
        disk().move(write("c", "delta"), path("b"));
        assertThat(file.isChanged(disk())).isFalse();
        assertThat(none.isChanged(disk())).isFalse();
        tamper(path("a"), "ALPHA".getBytes(UTF_8));
        assertThat(file.isChanged(disk())).isTrue();
        disk().delete(path("b"));
        assertThat(none.isChanged(disk())).isFalse();
        assertThat(SeenFile.of(path("a"), disk()).isChanged(disk())).isFalse();
        disk().link(path("a"), path("b"));
        assertThat(none.isChanged(disk())).isFalse();
        disk().writeInto(path("b"), ByteBuffer.wrap("epsilon".getBytes(UTF_8)));
        assertThat(none.isChanged(disk())).isFalse();
        tamper(path("b"), "zeta".getBytes(UTF_8));
        assertThat(none.isChanged(disk())).isTrue();
    }

    @Test
    void writesIntoWhatIsThere() throws IOException {
        disk().link(write("a", "alpha"), path("b"));
        assertThat(disk().hasOtherNames(path("a"))).isTrue();
        disk().writeInto(path("a"), ByteBuffer.wrap("be".getBytes(UTF_8)));
        assertThat(read("b")).isEqualTo("be");
    }

    @Test
    void hasOneSpellingForAllSpellingsOfAPath() throws IOException {
        disk().createDirectories(path("d"));
        Path expected = disk().canonical(path("new/ckpt"));
        assertThat(disk().canonical(path("d/../new/./ckpt"))).isEqualTo(expected);
        assertThat(disk().canonical(path("d"))).isNotEqualTo(disk().canonical(path("e")));
    }

    @Test
    void syncsDirectoriesThatExist() throws IOException {
        disk().syncDirectory(root());
        assertThatThrownBy(() -> disk().syncDirectory(path("missing"))).isInstanceOf(NoSuchFileException.class);
    }
}
