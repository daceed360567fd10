package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path root;

    private final RealDisk disk = new RealDisk();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    private TextFile renewing(Path file) throws IOException {
        return TextFile.renewing(file, text -> text.startsWith("report"), disk);
    }

    @Test
    void writesWhereNothingIs() throws IOException {
        TextFile.fresh(root.resolve("a"), disk).write("alpha");
        assertThat(root.resolve("a")).hasContent("alpha");
        assertThat(Files.list(root)).hasSize(1);
    }

    @Test
    void refusesWhatExists() throws IOException {
        Path file = file("a", "alpha");
        assertThatThrownBy(() -> TextFile.fresh(file, disk))
                .isInstanceOf(OccupiedException.class)
                .hasMessage(file + ": exists");
        assertThatThrownBy(() -> TextFile.fresh(root, disk)).hasMessage(root + ": is a folder");
        assertThatThrownBy(() -> TextFile.replacing(root, disk)).hasMessage(root + ": is a folder");
    }

    @Test
    void refusesWhatHasComeSince() throws IOException {
        TextFile judged = TextFile.fresh(root.resolve("a"), disk);
        Path file = file("a", "alpha");
        assertThatThrownBy(() -> judged.write("beta")).isInstanceOf(OccupiedException.class);
        assertThat(file).hasContent("alpha");
        assertThat(Files.list(root)).hasSize(1);
    }

    @Test
    void ofTwoWritersNeitherTouchesWhatTheOtherHasNotFinished() throws IOException {
        Path file = root.resolve("a");
        TextFile second = TextFile.fresh(file, disk);
        Disk overtaken = new ForwardingDisk(disk) {
            @Override
            public OutputFile create(Path unfinished) throws IOException {
                OutputFile output = super.create(unfinished);
                second.write("beta");
                return output;
            }
        };
        TextFile first = TextFile.fresh(file, overtaken);
        assertThatThrownBy(() -> first.write("alpha")).isInstanceOf(OccupiedException.class);
        assertThat(file).hasContent("beta");
        assertThat(Files.list(root)).hasSize(1);
    }

    @Test
    void writesTheLongestNameThereIsAndRefusesALongerOneBeforeTheWork() throws IOException {
        TextFile.fresh(root.resolve("x".repeat(255)), disk).write("alpha");
        assertThat(root.resolve("x".repeat(255))).hasContent("alpha");
        Path longer = root.resolve("x".repeat(256));
        assertThatThrownBy(() -> TextFile.fresh(longer, disk))
                .hasMessage(longer + ": the name \"xxxxxxxxxxxxxxxxxxxxxxxx...\" is 256 bytes long; the limit is 255");
    }

    @Test
    void refusesALinkThatLeadsNowhere() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("a"), root.resolve("b"));
        assertThatThrownBy(() -> TextFile.fresh(link, disk).write("alpha")).isInstanceOf(OccupiedException.class);
        assertThat(root.resolve("b")).doesNotExist();
    }

    @Test
    void reportsAMissingFolderBeforeTheWork() {
        assertThatThrownBy(() -> TextFile.fresh(root.resolve("folder/a"), disk))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(root.resolve("folder") + ": " + root.resolve("folder/a")
                        + " is to be written into that folder");
    }

    @Test
    void renewsItsKindAndNothingElse() throws IOException {
        Path report = file("a", "report 1");
        renewing(report).write("report 2");
        assertThat(report).hasContent("report 2");
        renewing(file("empty", "")).write("report 3");
        Path other = file("b", "a checkpoint");
        assertThatThrownBy(() -> renewing(other)).isInstanceOf(OccupiedException.class);
        assertThat(other).hasContent("a checkpoint");
    }

    @Test
    void keepsPermissionsAndLinksOfWhatItReplaces() throws IOException {
        Path file = file("a", "alpha");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        Path soft = Files.createSymbolicLink(root.resolve("soft"), Path.of("a"));
        TextFile.replacing(soft, disk).write("beta");
        assertThat(soft).isSymbolicLink();
        assertThat(file).hasContent("beta");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x---");
        Path hard = Files.createLink(root.resolve("hard"), file);
        TextFile.replacing(file, disk).write("gamma");
        assertThat(hard).hasContent("gamma");
    }

    @Test
    void writesToAPipeWithoutReplacingIt() throws Exception {
        Path pipe = root.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });
        TextFile.fresh(pipe, disk).write("alpha");
        assertThat(read.get()).isEqualTo("alpha");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }
}
